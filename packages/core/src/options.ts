import type { Fetch } from './keys/fetch-jwks.js'
import { type JsonWebKeySet, toVerificationKeys } from './keys/json-web-key.js'
import type { JwksCache } from './keys/jwks-cache.js'
import type { KeySet } from './keys/key-set.js'
import { parseVerifierKey } from './keys/pem.js'
import type { AuthErrorCode } from './response/errors.js'
import { toMetadataUrl } from './response/protected-resource.js'
import type { CacheLevel } from './token/key-source.js'
import { isProduction } from './token/runtime.js'
import type { TokenRules } from './token/verify-token.js'
import type { ApiKeyValidator } from './user/api-keys.js'

/** Something that happened while requests were checked. Holds no token and no claim. */
export interface PropelAuthEvent {
  /**
   * `accepted` and `refused` tell of a credential, `denied` of what its user may not do in an org, `keys` of a look at
   * the shared cache or the origin.
   */
  readonly type: 'accepted' | 'refused' | 'denied' | 'keys'
  readonly code?: AuthErrorCode
  readonly durationMs: number
  /** `token`: a remembered verdict; else where the keys came from. */
  readonly cache?: 'token' | CacheLevel
}

/** Options of `createPropelAuth`. Only `authUrl` is required. */
export interface PropelAuthOptions<Role extends string = string, Permission extends string = string> {
  /** The auth URL of the project, from the PropelAuth dashboard. Its origin is the expected issuer. */
  readonly authUrl: string
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
  /** How far clocks may differ, in seconds. Default 10, at most 60. */
  readonly clockToleranceSeconds?: number | undefined
  /** The project's roles: types the strings everywhere. */
  readonly roles?: readonly Role[] | undefined
  /** The project's permissions: types the strings everywhere. */
  readonly permissions?: readonly Permission[] | undefined
  /** Tells about end-user API keys, for guards that accept them: `accept: ['user', 'apiKey']`. */
  readonly apiKeys?: ApiKeyValidator | undefined
  /** URL of this API as a protected resource (RFC 9728): adds `resource_metadata` to challenges. */
  readonly resource?: string | undefined
  /** The realm of challenges. Default: `propelauth`. */
  readonly realm?: string | undefined
  /** Accept keys of the local emulator although the auth URL is not loopback. Refused in production. */
  readonly allowEmulator?: boolean | undefined
  readonly fetch?: Fetch | undefined
  /** The clock, in milliseconds of Unix time. */
  readonly now?: (() => number) | undefined
  readonly onEvent?: ((event: PropelAuthEvent) => void) | undefined
}

/** Options, checked and with every default filled in. */
export interface Settings extends TokenRules {
  readonly origin: string
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
const isAny = () => true
const has =
  (...names: readonly string[]) =>
  (value: unknown) =>
    names.every((name) => isFunction(Object(value)[name]))

/** What an option must be where it is given, in code and in words. `isAny` is looked at where it is read. */
const rules: Record<keyof PropelAuthOptions, readonly [is: (value: unknown) => boolean, expected?: string]> = {
  authUrl: [isAny],
  verifierKey: [isAny],
  jwks: [isAny],
  jwksUrl: [isAny],
  issuer: [(value) => isText(value) || isTexts(value), 'a non-empty string or list of them'],
  apiKey: [isText, 'a non-empty string'],
  jwksCache: [has('get', 'put'), 'a cache with get and put'],
  tokenCache: [
    (value) => value === false || (typeof value === 'object' && isPositive(maxBytesOf(value))),
    'false or { maxBytes: a positive number }',
  ],
  clockToleranceSeconds: [(value) => Number(value) === value && value >= 0 && value <= 60, '0 to 60'],
  roles: [isTexts, 'a list of non-empty strings'],
  permissions: [isTexts, 'a list of non-empty strings'],
  apiKeys: [has('validate'), 'an object with a function validate'],
  resource: [isAny],
  // Goes into a header as it is.
  realm: [(value) => typeof value === 'string' && /^[ -~]+$/.test(value), 'printable ASCII'],
  // The text "false" of an environment variable is true in a condition.
  allowEmulator: [(value) => typeof value === 'boolean', 'true or false'],
  fetch: [isFunction, 'a function'],
  now: [isFunction, 'a function'],
  onEvent: [isFunction, 'a function'],
}

/** The name of every option. */
export const optionNames = /* @__PURE__ */ Object.keys(rules) as (keyof PropelAuthOptions)[]

const fail = (message: string): never => {
  throw new TypeError(`createPropelAuth: ${message}`)
}

function parseUrl(name: string, value: unknown): URL {
  try {
    const url = new URL(value as string)
    if (/^https?:$/.test(url.protocol)) return url
  } catch {
    // Said below, like every other form that is no web address.
  }
  // With two variables swapped the value is a secret: shown is only what looks like a host or a path.
  const looksLikeUrl = typeof value === 'string' && /^[\w./:-]{0,80}$/.test(value) && /^$|[./:]/.test(value)
  const found = looksLikeUrl ? JSON.stringify(value) : `a ${typeof value} of another form`
  return fail(`${name} must be an absolute URL such as https://auth.example.com, found ${found}`)
}

const isLoopback = ({ hostname }: URL) => /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)

/** Keys that came over plain http are anybody's; on loopback there is nobody in between. */
function requireSafe(name: string, url: URL) {
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) return
  fail(`${name} must be https; http is for loopback, or with verifierKey or jwks in hand`)
}

function toKeySet({ verifierKey, jwks }: PropelAuthOptions, allowEmulator: boolean): KeySet | undefined {
  if (verifierKey !== undefined) return { keys: [parseVerifierKey(verifierKey)], anyKid: true }
  if (jwks === undefined) return undefined
  const keys = toVerificationKeys(jwks, allowEmulator)
  return keys ? { keys, anyKid: false } : fail('jwks holds no usable key: RSA, 2048 bits or more, for RS256 signatures')
}

/** The same for every instance that does not say otherwise. */
const maxBytesOf = (tokenCache: unknown): unknown =>
  (tokenCache as { maxBytes?: unknown } | undefined)?.maxBytes ?? 8 * 1024 * 1024

function checkEach(options: PropelAuthOptions) {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(rules, name))
  if (unknown !== undefined) fail(`unknown option "${unknown}"`)
  // By our names: what the options inherit, as an instance of a class does, is read below like their own.
  for (const name of optionNames) {
    const [is, expected] = rules[name]
    const value = options[name]
    if (value !== undefined && !is(value)) fail(`${name} must be ${expected}`)
  }
  const sources = (['verifierKey', 'jwks', 'jwksUrl'] as const).filter((name) => options[name] !== undefined)
  if (sources.length > 1) fail(`give only one of ${sources.join(', ')}`)
}

/**
 * Checks options once, at creation.
 * @throws {TypeError} that says what to change
 */
export function readOptions(options: PropelAuthOptions): Settings {
  if (typeof options !== 'object' || options === null) fail('expected options with an authUrl')
  checkEach(options)
  const { issuer, clockToleranceSeconds = 10, allowEmulator = false, realm = 'propelauth', resource } = options
  const authUrl = parseUrl('authUrl', options.authUrl)
  if (allowEmulator && isProduction()) fail('allowEmulator is refused with NODE_ENV=production')
  const emulator = allowEmulator || isLoopback(authUrl)
  const keySet = toKeySet(options, emulator)
  const { origin } = authUrl
  const jwksUrl = options.jwksUrl ?? `${origin}/.well-known/jwks.json`
  if (!keySet) {
    requireSafe('authUrl', authUrl)
    requireSafe('jwksUrl', parseUrl('jwksUrl', jwksUrl))
  }
  return {
    origin,
    issuers: issuer === undefined ? [origin] : [issuer].flat(),
    clockToleranceSeconds,
    allowEmulator: emulator,
    keySet,
    jwksUrl,
    apiKey: options.apiKey,
    apiKeys: options.apiKeys,
    jwksCache: options.jwksCache,
    tokenCacheBytes: options.tokenCache === false ? 0 : Number(maxBytesOf(options.tokenCache)),
    realm,
    resourceMetadata: resource === undefined ? undefined : toMetadataUrl(parseUrl('resource', resource)),
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    now: options.now ?? Date.now,
    onEvent: options.onEvent,
  }
}
