import { type Authenticator, createAuthenticator } from './guards/authenticator.js'
import { createRecord, createReport, failureOf } from './guards/events.js'
import { createRevocationCheck } from './guards/revocation.js'
import { createStepUpCheck } from './guards/step-up.js'
import { fetchKeySet } from './keys/fetch-jwks.js'
import { pemFallback } from './keys/fetch-pem.js'
import { createKeyMemory } from './keys/key-memory.js'
import { fixedKeys } from './keys/key-set.js'
import type { KeyMemory } from './keys/key-state.js'
import { remoteKeys } from './keys/remote-keys.js'
import { sharedKeys, ttlOf } from './keys/shared-keys.js'
import type { PropelAuthOptions } from './options.js'
import { readOptions, rebindSettings, type Settings } from './settings.js'
import type { KeySource } from './token/key-source.js'
import { createTokenCache, type TokenCache } from './token/token-cache.js'
import { type ApiKeyMemory, createApiKeyMemory } from './user/api-key-memory.js'
import { createApiKeyCheck } from './user/api-keys.js'
import { cachedUsers } from './user/cached-users.js'
import type { Identified } from './user/principal.js'
import { type FindUser, userVerification } from './user/verify-user.js'

/** What instances with equal data share: everything but their ports. Filled by the first instance. */
export interface SharedState {
  settings?: Settings
  keyMemory?: KeyMemory
  tokenCache?: TokenCache<Identified>
  apiKeyMemory?: ApiKeyMemory
}

function composeKeys(settings: Settings, report: ReturnType<typeof createReport>, shared: SharedState): KeySource {
  if (settings.keySet) return fixedKeys(settings.keySet)
  const { jwksUrl, allowEmulator, now, maxKeyAgeMs, clockToleranceSeconds, apiKey, jwksCache: cache } = settings
  const metadataUrl = `${settings.origin}/api/v1/token_verification_metadata`
  const fallback = apiKey === undefined ? undefined : pemFallback(metadataUrl, apiKey)
  const issuer = settings.issuers.join(' ')
  shared.keyMemory ??= createKeyMemory(settings.keyTimeoutMs)
  return remoteKeys(
    {
      jwksUrl,
      now,
      maxKeyAgeMs,
      clockToleranceSeconds,
      fetchKeys: (askedAt) => fetchKeySet(settings, askedAt, fallback),
      shared: cache && sharedKeys({ cache, jwksUrl, issuer, allowEmulator, ttlSeconds: ttlOf(maxKeyAgeMs) }),
      onLoad: (cache, startedAt, failure) =>
        report?.({ type: 'keys', cache, ...(failure && failureOf(failure)) }, startedAt),
    },
    shared.keyMemory,
  )
}

function readSettings(options: PropelAuthOptions, shared: SharedState): Settings {
  if (shared.settings) return rebindSettings(shared.settings, options)
  shared.settings = readOptions(options)
  return shared.settings
}

function composeApiKeyCheck({ apiKeys, now }: Settings, shared: SharedState) {
  if (!apiKeys) return undefined
  shared.apiKeyMemory ??= createApiKeyMemory()
  return createApiKeyCheck(apiKeys, now, shared.apiKeyMemory)
}

function composeFindUser(settings: Settings, keys: KeySource, shared: SharedState): FindUser {
  const parts = { rules: settings, keys, now: settings.now }
  const verification = userVerification(parts)
  if (settings.tokenCacheBytes === 0) return verification
  shared.tokenCache ??= createTokenCache<Identified>(settings.tokenCacheBytes, settings)
  return cachedUsers(verification, parts, shared.tokenCache)
}

/** The one place that knows the order of the whole: options → keys, caches and ports → authenticator. */
export function composeAuthenticator(options: PropelAuthOptions, shared: SharedState): Authenticator {
  const settings = readSettings(options, shared)
  const { realm, resourceMetadata, stepUp, now } = settings
  const report = createReport(now, settings.onEvent)
  const record = createRecord(report, settings.audit)
  const keys = composeKeys(settings, report, shared)
  return createAuthenticator({
    rules: settings,
    now,
    origin: settings.origin,
    fetch: settings.fetch,
    keys,
    findUser: composeFindUser(settings, keys, shared),
    checkApiKey: composeApiKeyCheck(settings, shared),
    checkRevocation: createRevocationCheck(settings.isRevoked),
    checkStepUp: stepUp && createStepUpCheck(stepUp, now, record.denied),
    challenge: { realm, resourceMetadata },
    known: settings,
    report,
    record,
  })
}
