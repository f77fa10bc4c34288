import { checkOptions, maxBytesOf } from './check-options.js'
import { allowsEmulator, parseUrl, requireSecure } from './checks/auth-url.js'
import { fail } from './checks/fail.js'
import type { PropelAuthEvent } from './guards/events.js'
import type { IsRevoked } from './guards/revocation.js'
import type { StepUpValidator } from './guards/step-up.js'
import type { Fetch } from './keys/fetch-jwks.js'
import { toVerificationKeys } from './keys/json-web-key.js'
import type { JwksCache } from './keys/jwks-cache.js'
import { fixedKeySet } from './keys/key-set.js'
import { parseVerifierKey } from './keys/pem.js'
import type { PropelAuthOptions, portNames } from './options.js'
import { toMetadataUrl } from './response/protected-resource.js'
import { createAudienceCheck } from './token/audience.js'
import type { KeySet } from './token/key-source.js'
import { isProduction } from './token/runtime.js'
import type { TokenRules } from './token/verify-token.js'
import type { ApiKeyValidator } from './user/api-keys.js'

/** Options, checked and with every default filled in. */
export interface Settings extends TokenRules {
  readonly origin: string
  readonly roles: readonly string[] | undefined
  readonly permissions: readonly string[] | undefined
  readonly isRevoked: IsRevoked | undefined
  readonly audit: boolean | undefined
  readonly keyTimeoutMs: number
  readonly maxKeyAgeMs: number
  /** Keys given as an option, if any. */
  readonly keySet: KeySet | undefined
  readonly jwksUrl: string
  readonly apiKey: string | undefined
  readonly apiKeys: ApiKeyValidator | undefined
  readonly stepUp: StepUpValidator | undefined
  readonly jwksCache: JwksCache | undefined
  readonly tokenCacheBytes: number
  readonly realm: string
  readonly resourceMetadata: string | undefined
  readonly fetch: Fetch
  readonly now: () => number
  readonly onEvent: ((event: PropelAuthEvent) => void) | undefined
}

function toKeySet({ verifierKey, jwks }: PropelAuthOptions, allowEmulator: boolean): KeySet | undefined {
  if (verifierKey !== undefined) return fixedKeySet([parseVerifierKey(verifierKey)], true)
  if (jwks === undefined) return undefined
  const keys = toVerificationKeys(jwks, allowEmulator)
  return keys ? fixedKeySet(keys) : fail('jwks holds no usable key: RSA, 2048 bits or more, for RS256 signatures')
}

const readPorts = (options: PropelAuthOptions): Pick<Settings, (typeof portNames)[number]> => ({
  jwksCache: options.jwksCache,
  apiKeys: options.apiKeys,
  stepUp: options.stepUp,
  isRevoked: options.isRevoked,
  // Looked up at each use: a fake clock or an instrumented fetch may be installed later.
  fetch: options.fetch ?? ((url, init) => fetch(url, init)),
  now: options.now ?? (() => Date.now()),
  onEvent: options.onEvent,
})

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
    audit: options.audit,
    keyTimeoutMs: options.keyTimeoutMs ?? 3_000,
    maxKeyAgeMs: maxKeyAgeSeconds * 1_000,
    apiKey: options.apiKey,
    tokenCacheBytes: options.tokenCache === false ? 0 : Number(maxBytesOf(options.tokenCache)),
    realm: options.realm ?? 'propelauth',
    resourceMetadata: resource === undefined ? undefined : toMetadataUrl(parseUrl('resource', resource)),
    checkAudience: createAudienceCheck(options.audience, resource),
  }
}
