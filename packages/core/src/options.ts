import type { ApiKeyValidator } from './api-keys.js'
import type { AuthErrorCode } from './errors.js'
import type { Fetch } from './fetch-jwks.js'
import type { JwksCache } from './jwks-cache.js'
import type { CacheLevel } from './key-source.js'
import { parseVerifierKey } from './pem.js'
import { toMetadataUrl } from './protected-resource.js'
import { isProduction } from './signature.js'
import { type JsonWebKeySet, type KeySet, toVerificationKeys } from './verification-key.js'
import type { TokenRules } from './verify-token.js'

/** Something that happened while requests were checked. Holds no token and no claim. */
export interface PropelAuthEvent {
  /** `accepted` and `refused` tell of a request, `keys` of a look at the shared cache or the origin. */
  readonly type: 'accepted' | 'refused' | 'keys'
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

const known = {
  authUrl: 1,
  verifierKey: 1,
  jwks: 1,
  jwksUrl: 1,
  issuer: 1,
  apiKey: 1,
  jwksCache: 1,
  tokenCache: 1,
  clockToleranceSeconds: 1,
  roles: 1,
  permissions: 1,
  apiKeys: 1,
  resource: 1,
  realm: 1,
  allowEmulator: 1,
  fetch: 1,
  now: 1,
  onEvent: 1,
} satisfies Record<keyof PropelAuthOptions, 1>

/** The name of every option. */
export const optionNames = /* @__PURE__ */ Object.keys(known) as (keyof PropelAuthOptions)[]

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

const isText = (value: unknown) => typeof value === 'string' && value.trim() !== ''
/** Goes into a header as it is. */
const isRealm = (value: unknown) => typeof value === 'string' && /^[ -~]+$/.test(value)
const isTolerance = (value: unknown) => typeof value === 'number' && value >= 0 && value <= 60
const isTexts = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isText)

function requireThat(holds: boolean, message: string) {
  if (!holds) fail(message)
}

function toIssuers({ issuer }: PropelAuthOptions, origin: string): readonly string[] {
  if (issuer === undefined) return [origin]
  const issuers = typeof issuer === 'string' ? [issuer] : issuer
  requireThat(isTexts(issuers), 'issuer must be a non-empty string or list of them')
  return [...issuers]
}

function toKeySet({ verifierKey, jwks }: PropelAuthOptions, allowEmulator: boolean): KeySet | undefined {
  if (verifierKey !== undefined) return { keys: [parseVerifierKey(verifierKey)], anyKid: true }
  if (jwks === undefined) return undefined
  const keys = toVerificationKeys(jwks, allowEmulator)
  return keys ? { keys, anyKid: false } : fail('jwks holds no usable key: RSA, 2048 bits or more, for RS256 signatures')
}

function toResourceMetadata(resource: string | undefined): string | undefined {
  return resource === undefined ? undefined : toMetadataUrl(parseUrl('resource', resource))
}

function toTokenCacheBytes(tokenCache: PropelAuthOptions['tokenCache']): number {
  if (tokenCache === false) return 0
  const bytes = tokenCache?.maxBytes ?? 8 * 1024 * 1024
  requireThat(Number.isFinite(bytes) && bytes > 0, 'tokenCache.maxBytes must be a positive number')
  return bytes
}

function checkNames(options: PropelAuthOptions) {
  for (const key of Object.keys(options)) requireThat(Object.hasOwn(known, key), `unknown option "${key}"`)
  requireThat(options.apiKey === undefined || isText(options.apiKey), 'apiKey must not be empty')
  for (const name of ['roles', 'permissions'] as const)
    requireThat(options[name] === undefined || isTexts(options[name]), `${name} must be a list of non-empty strings`)
  const sources = (['verifierKey', 'jwks', 'jwksUrl'] as const).filter((name) => options[name] !== undefined)
  requireThat(sources.length <= 1, `give only one of ${sources.join(', ')}`)
}

/**
 * Checks options once, at creation.
 * @throws {TypeError} that says what to change
 */
export function readOptions(options: PropelAuthOptions): Settings {
  requireThat(typeof options === 'object' && options !== null, 'expected options with an authUrl')
  checkNames(options)
  const authUrl = parseUrl('authUrl', options.authUrl)
  const { clockToleranceSeconds = 10, allowEmulator = false, realm = 'propelauth' } = options
  requireThat(isTolerance(clockToleranceSeconds), 'clockToleranceSeconds must be 0 to 60')
  requireThat(isRealm(realm), 'realm must be printable ASCII')
  // The text "false" of an environment variable is true in a condition.
  requireThat(typeof allowEmulator === 'boolean', 'allowEmulator must be true or false')
  requireThat(!(allowEmulator && isProduction()), 'allowEmulator is refused with NODE_ENV=production')
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
    issuers: toIssuers(options, origin),
    clockToleranceSeconds,
    allowEmulator: emulator,
    keySet,
    jwksUrl,
    apiKey: options.apiKey,
    apiKeys: options.apiKeys,
    jwksCache: options.jwksCache,
    tokenCacheBytes: toTokenCacheBytes(options.tokenCache),
    realm,
    resourceMetadata: toResourceMetadata(options.resource),
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    now: options.now ?? Date.now,
    onEvent: options.onEvent,
  }
}
