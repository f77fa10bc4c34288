import { allowsEmulator, fail, parseUrl, requireSecure } from './checks/auth-url.js'
import { describe } from './checks/plain-object.js'
import type { PropelAuthEvent } from './guards/events.js'
import type { IsRevoked } from './guards/revocation.js'
import type { Fetch } from './keys/fetch-jwks.js'
import { type JsonWebKeySet, toVerificationKeys } from './keys/json-web-key.js'
import type { JwksCache } from './keys/jwks-cache.js'
import { fixedKeySet, type KeySet } from './keys/key-set.js'
import { parseVerifierKey } from './keys/pem.js'
import { toMetadataUrl } from './response/protected-resource.js'
import { createAudienceCheck } from './token/audience.js'
import { isProduction } from './token/runtime.js'
import type { TokenRules } from './token/verify-token.js'
import type { ApiKeyValidator } from './user/api-keys.js'

/** Options of `createPropelAuth`. Only `authUrl` is required. */
export interface PropelAuthOptions<Role extends string = string, Permission extends string = string> {
  /** The auth URL of the project, from the PropelAuth dashboard. Its origin is the expected issuer. */
  readonly authUrl: string | undefined
  /** The public key as PEM, in any form an environment variable mangles it to. Means no network at all. */
  readonly verifierKey?: string | undefined
  /** A key set in hand. Means no network at all. */
  readonly jwks?: JsonWebKeySet | undefined
  /** Default: `/.well-known/jwks.json` on the auth URL. */
  readonly jwksUrl?: string | undefined
  /** Accepted issuers, where they differ from the origin of the auth URL. */
  readonly issuer?: string | readonly string[] | undefined
  /** Never needed to verify; used for the verification metadata if the auth URL has no JWKS. */
  readonly apiKey?: string | undefined
  /** Where keys outlive the isolate: `kvJwksCache`, `cacheApiJwksCache`, `memoryJwksCache` or any two methods. */
  readonly jwksCache?: JwksCache | undefined
  /** Verified tokens are remembered up to so many bytes, 8 MiB by default; `false` switches that off. */
  readonly tokenCache?: false | { readonly maxBytes?: number | undefined } | undefined
  /**
   * Who the token must be for: `aud` must name one of these. Without it, but with `resource`, a token whose `aud` names
   * only others is refused; tokens without `aud` are accepted. `undefined` is a `TypeError`: a misspelt variable must
   * not drop the check.
   */
  readonly audience?: string | readonly string[]
  /** Longest token that is looked at, in bytes. Default 32 KiB, at most 96 KiB: users of many orgs have long tokens. */
  readonly maxTokenBytes?: number | undefined
  /** How long the key server may take, in milliseconds. Default 3,000, at most 15,000. */
  readonly keyTimeoutMs?: number | undefined
  /** How long keys count while the key server is unreachable, in seconds. Default 24 hours. */
  readonly maxKeyAgeSeconds?: number | undefined
  /**
   * An emergency stop, asked on every request of a user, cached tokens included: `true` refuses with 401
   * `token_revoked`. When it throws, or takes longer than 5 seconds, the request is refused with 503. `undefined` is a
   * `TypeError`.
   */
  readonly isRevoked?: IsRevoked
  /** How far clocks may differ, in seconds. Default 10, at most 60. */
  readonly clockToleranceSeconds?: number | undefined
  /** The project's roles: types the strings everywhere. */
  readonly roles?: readonly Role[] | undefined
  /** The project's permissions: types the strings everywhere. */
  readonly permissions?: readonly Permission[] | undefined
  /** Validates end-user API keys, for guards that accept them: `accept: ['user', 'apiKey']`. */
  readonly apiKeys?: ApiKeyValidator | undefined
  /**
   * URL of this API as a protected resource (RFC 9728): adds `resource_metadata` to challenges, and refuses tokens whose
   * `aud` names only others. `undefined` is a `TypeError`.
   */
  readonly resource?: string
  /** The realm of challenges. Default: `propelauth`. */
  readonly realm?: string | undefined
  /**
   * Whether keys of the local emulator count, and plain http. `true` is for loopback and for http hosts such as
   * `http://emulator:4460` in a container network; `'remote'` is for https hosts. Default: only on loopback, outside
   * production. With `NODE_ENV=production`, only `true` on loopback is allowed.
   */
  readonly allowEmulator?: boolean | 'remote' | undefined
  /** Whether events name users, orgs, key ids and requirements. They never hold a token. */
  readonly audit?: boolean | undefined
  /** Fetches the keys. Default: the global `fetch`, looked up at each use. */
  readonly fetch?: Fetch | undefined
  /** The clock, in milliseconds of Unix time. Default: `Date.now`, looked up at each use. */
  readonly now?: (() => number) | undefined
  /** Told of every accepted, refused or denied request and every look for keys. What it throws is ignored. */
  readonly onEvent?: ((event: PropelAuthEvent) => void) | undefined
}

/** Options, checked and with every default filled in. */
export interface Settings extends TokenRules {
  readonly origin: string
  readonly roles: readonly string[] | undefined
  readonly permissions: readonly string[] | undefined
  readonly isRevoked: IsRevoked | undefined
  readonly audit: boolean
  readonly keyTimeoutMs: number
  readonly maxKeyAgeMs: number
  /** Keys in hand, if any. */
  readonly keySet: KeySet | undefined
  readonly jwksUrl: string
  readonly apiKey: string | undefined
  readonly apiKeys: ApiKeyValidator | undefined
  readonly jwksCache: JwksCache | undefined
  readonly tokenCacheBytes: number
  readonly realm: string
  readonly resourceMetadata: string | undefined
  readonly fetch: Fetch
  readonly now: () => number
  readonly onEvent: ((event: PropelAuthEvent) => void) | undefined
}

const isText = (value: unknown) => typeof value === 'string' && value.trim() !== ''
const isTexts = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isText)
const isFunction = (value: unknown) => typeof value === 'function'
const isPositive = (value: unknown) => Number.isFinite(value) && Number(value) > 0
const isString = (value: unknown) => typeof value === 'string'
const isAsync = (value: unknown) => Object.prototype.toString.call(value) === '[object AsyncFunction]'

/* @__NO_SIDE_EFFECTS__ */
function isBetween(least: number, most: number) {
  return (value: unknown) => typeof value === 'number' && value >= least && value <= most
}

/* @__NO_SIDE_EFFECTS__ */
function has(...names: readonly string[]) {
  return (value: unknown) => names.every((name) => isFunction(Object(value)[name]))
}

/** What an option must be where it is given, in code and in words. None may be null. */
const rules: Record<keyof PropelAuthOptions, readonly [is: (value: unknown) => boolean, expected: string]> = {
  // Looked at where it is read: the message has a hint.
  authUrl: [() => true, ''],
  verifierKey: [isString, 'the text of a public key (PEM)'],
  jwks: [(value) => typeof value === 'object' && value !== null, 'a key set, an object with keys'],
  jwksUrl: [isString, 'an absolute URL'],
  issuer: [(value) => isText(value) || isTexts(value), 'a non-empty string or list of them'],
  audience: [(value) => isText(value) || isTexts(value), 'a non-empty string or list of them'],
  apiKey: [isText, 'a non-empty string'],
  jwksCache: [has('get', 'put'), 'a cache with get and put'],
  tokenCache: [
    (value) => value === false || (typeof value === 'object' && value !== null && isPositive(maxBytesOf(value))),
    'false or { maxBytes: a positive number }',
  ],
  maxTokenBytes: [isBetween(256, 98_304), '256 to 98,304'],
  keyTimeoutMs: [isBetween(1, 15_000), '1 to 15,000'],
  maxKeyAgeSeconds: [isBetween(1, 9_007_199_254_740_991), 'a number of seconds, at least 1'],
  clockToleranceSeconds: [isBetween(0, 60), '0 to 60'],
  roles: [isTexts, 'a list of non-empty strings'],
  permissions: [isTexts, 'a list of non-empty strings'],
  apiKeys: [has('validate'), 'an object with a function validate'],
  isRevoked: [isFunction, 'a function'],
  resource: [isString, 'an absolute URL'],
  // Goes into a header as it is.
  realm: [(value) => typeof value === 'string' && /^[ -~]+$/.test(value), 'printable ASCII'],
  // The text "false" of an environment variable is true in a condition.
  allowEmulator: [(value) => typeof value === 'boolean' || value === 'remote', "true, false or 'remote'"],
  audit: [(value) => typeof value === 'boolean', 'true or false'],
  fetch: [isFunction, 'a function'],
  now: [(value) => isFunction(value) && !isAsync(value), 'a synchronous function'],
  onEvent: [isFunction, 'a function'],
}

/** The name of every option. */
export const optionNames = /* @__PURE__ */ Object.keys(rules) as (keyof PropelAuthOptions)[]

/** The options that are behaviour. All others are data, which can be compared as JSON. */
export const portNames = ['jwksCache', 'apiKeys', 'isRevoked', 'fetch', 'now', 'onEvent'] as const

type Ports = Pick<Settings, (typeof portNames)[number]>

function toKeySet({ verifierKey, jwks }: PropelAuthOptions, allowEmulator: boolean): KeySet | undefined {
  if (verifierKey !== undefined) return fixedKeySet([parseVerifierKey(verifierKey)], true)
  if (jwks === undefined) return undefined
  const keys = toVerificationKeys(jwks, allowEmulator)
  return keys ? fixedKeySet(keys) : fail('jwks holds no usable key: RSA, 2048 bits or more, for RS256 signatures')
}

/** The same for every instance that does not say otherwise. */
const maxBytesOf = (tokenCache: unknown): unknown =>
  (tokenCache as { maxBytes?: unknown } | undefined)?.maxBytes ?? 8 * 1024 * 1024

/** Options that are checks: `undefined`, as of a misspelt variable, must not drop one. And what leaving it out means. */
const checks = {
  audience: 'to accept tokens for every audience',
  resource: 'if this API is no protected resource',
  isRevoked: 'if no token is ever revoked',
}

function checkName(name: string) {
  if (Object.hasOwn(rules, name)) return
  const meant = optionNames.find((known) => known.toLowerCase() === name.toLowerCase())
  fail(`unknown option "${name}"; ${meant ? `did you mean ${meant}?` : `known: ${optionNames.join(', ')}`}`)
}

function checkEach(options: PropelAuthOptions) {
  for (const name of Object.keys(options)) checkName(name)
  // By our names: what the options inherit, as an instance of a class does, is read below like their own.
  for (const name of optionNames) {
    const [is, expected] = rules[name]
    const value = options[name]
    if (value !== undefined && !is(value)) fail(`${name} must be ${expected}, found ${describe(value)}`)
  }
  for (const [name, meaning] of Object.entries(checks))
    if (name in options && options[name as keyof typeof checks] === undefined)
      fail(`${name} is undefined; leave it out ${meaning}`)
  const sources = (['verifierKey', 'jwks', 'jwksUrl'] as const).filter((name) => options[name] !== undefined)
  if (sources.length > 1) fail(`give only one of ${sources.join(', ')}`)
}

function checkForm(options: unknown) {
  if (typeof (options as Partial<Promise<unknown>> | null)?.then === 'function')
    fail('the function that gives the options must not be async')
  if (typeof options !== 'object' || options === null)
    fail(`expected options with an authUrl, found ${describe(options)}`)
}

const readPorts = (options: PropelAuthOptions): Ports => ({
  jwksCache: options.jwksCache,
  apiKeys: options.apiKeys,
  isRevoked: options.isRevoked,
  // Looked up when used, so that a fake clock or an instrumented fetch that is put in later counts.
  fetch: options.fetch ?? ((url, init) => fetch(url, init)),
  now: options.now ?? (() => Date.now()),
  onEvent: options.onEvent,
})

/**
 * Checks each option by its own rule, without reading keys and URLs.
 * @throws {TypeError} for anything but an object of options, and for an option that is unknown or of a wrong form
 */
export function checkOptions(options: PropelAuthOptions): void {
  checkForm(options)
  checkEach(options)
}

/** The settings of options with the same data, read before, and with the ports of these options, which were checked. */
export const rebindSettings = (settings: Settings, options: PropelAuthOptions): Settings => ({
  ...settings,
  ...readPorts(options),
})

/**
 * Checks options once, at creation.
 * @throws {TypeError} that says what was found, what was expected and what to change
 */
export function readOptions(options: PropelAuthOptions): Settings {
  checkOptions(options)
  const { issuer, resource, maxKeyAgeSeconds = 24 * 3_600 } = options
  const authUrl = parseUrl('authUrl', options.authUrl)
  const { origin } = authUrl
  const allowEmulator = allowsEmulator(authUrl, options.allowEmulator, isProduction())
  const keySet = toKeySet(options, allowEmulator)
  const jwksUrl = options.jwksUrl ?? `${origin}/.well-known/jwks.json`
  if (!keySet) {
    requireSecure('authUrl', authUrl, allowEmulator)
    requireSecure('jwksUrl', parseUrl('jwksUrl', jwksUrl), allowEmulator)
  }
  return {
    ...readPorts(options),
    origin,
    issuers: issuer === undefined ? [origin] : [issuer].flat(),
    clockToleranceSeconds: options.clockToleranceSeconds ?? 10,
    allowEmulator,
    maxTokenBytes: options.maxTokenBytes,
    keySet,
    jwksUrl,
    roles: options.roles && [...options.roles],
    permissions: options.permissions && [...options.permissions],
    audit: options.audit ?? false,
    keyTimeoutMs: options.keyTimeoutMs ?? 3_000,
    maxKeyAgeMs: maxKeyAgeSeconds * 1_000,
    apiKey: options.apiKey,
    tokenCacheBytes: options.tokenCache === false ? 0 : Number(maxBytesOf(options.tokenCache)),
    realm: options.realm ?? 'propelauth',
    resourceMetadata: resource === undefined ? undefined : toMetadataUrl(parseUrl('resource', resource)),
    checkAudience: createAudienceCheck(options.audience, resource),
  }
}
