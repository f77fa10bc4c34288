import { createApiKeyCheck } from './api-keys.js'
import type { BearerToken, RequestLike } from './bearer-token.js'
import { type AuthErrorCode, Refusal, refuse } from './errors.js'
import { checkAccept, type GuardOptions } from './guard.js'
import { remoteKeys } from './jwks.js'
import { fixedKeys, type KeyContext, type KeySource } from './key-source.js'
import { type PropelAuthEvent, type PropelAuthOptions, readOptions, type Settings } from './options.js'
import type { CredentialKind, Principal } from './principal.js'
import { sharedKeys } from './shared-keys.js'
import { createTokenCache, type RememberedToken } from './token-cache.js'
import { readToken } from './token-source.js'
import { toUser } from './user.js'
import { verifyToken } from './verify-token.js'

/** What the options give rise to: the steps, put together in their order. */
export interface Engine {
  readonly settings: Settings
  readonly keys: KeySource
  /** Request → credential → principal. */
  identify(request: RequestLike, guard?: AnyGuardOptions): Promise<Principal | Refusal>
  /** Credential → principal: a bearer token → verified claims → user, or an API key. */
  check(credential: BearerToken | Refusal, guard?: AnyGuardOptions): Promise<Principal | Refusal>
}

type AnyGuardOptions = GuardOptions<CredentialKind>

interface Identified {
  readonly principal: Principal
  readonly level: PropelAuthEvent['cache']
}

type Report = (
  type: PropelAuthEvent['type'],
  startedAt: number,
  cache?: PropelAuthEvent['cache'],
  code?: AuthErrorCode,
) => void

function createReport({ now, onEvent }: Settings): Report {
  return (type, startedAt, cache, code) => {
    if (!onEvent) return
    // A listener that fails, now or later, is no reason to refuse a request or to end a process.
    const tell = async () =>
      onEvent({ type, durationMs: now() - startedAt, ...(cache && { cache }), ...(code && { code }) })
    tell().catch(() => {})
  }
}

function createKeySource(settings: Settings, report: Report): KeySource {
  const { keySet, jwksCache: cache, origin, issuers } = settings
  if (keySet) return fixedKeys(keySet)
  return remoteKeys({
    ...settings,
    metadataUrl: `${origin}/api/v1/token_verification_metadata`,
    shared: cache && sharedKeys({ ...settings, cache, issuer: issuers.join(' ') }),
    onLoad: (level, failed, startedAt) => report('keys', startedAt, level, failed ? 'jwks_unavailable' : undefined),
  })
}

const impersonated = /* @__PURE__ */ refuse('impersonation_denied')
const notApiKey = /* @__PURE__ */ refuse('invalid_api_key', 'An access token, where only API keys are accepted')

/** Tells the kinds apart before either is looked at: what is wrong as the one is never tried as the other. */
const hasTwoDots = (credential: string) => credential.split('.').length === 3

export function createEngine(options: PropelAuthOptions): Engine {
  const settings = readOptions(options)
  const { now, apiKeys, tokenCacheBytes } = settings
  const report = createReport(settings)
  const keys = createKeySource(settings, report)
  const checkApiKey = apiKeys && createApiKeyCheck(apiKeys, now)
  const cache = tokenCacheBytes > 0 ? createTokenCache(tokenCacheBytes, settings) : undefined

  /** Whether a remembered verdict still holds: its key must be in force, and keys too old to trust end it as well. */
  async function stillHolds({ key }: RememberedToken, context: KeyContext) {
    const found = await keys.find(key.kid, context)
    return !(found instanceof Refusal) && !key.withdrawn
  }

  async function verify(token: BearerToken, context: KeyContext): Promise<Identified | Refusal> {
    const verified = await verifyToken(token, keys, settings, now() / 1_000, context)
    if (verified instanceof Refusal) return verified
    const { claims, key, level } = verified
    const user = toUser(claims)
    cache?.put({ token, user, key, exp: claims.exp, nbf: Math.max(claims.iat, claims.nbf ?? claims.iat) })
    return { principal: { kind: 'user', user }, level }
  }

  async function findUser(token: BearerToken, context: KeyContext): Promise<Identified | Refusal> {
    const hit = cache?.get(token, now() / 1_000)
    if (hit && (keys.isFresh() || (await stillHolds(hit, context))))
      return { principal: { kind: 'user', user: hit.user }, level: 'token' }
    return verify(token, context)
  }

  function decide(found: Identified | Refusal, { denyImpersonation }: AnyGuardOptions) {
    return denyImpersonation && 'principal' in found && found.principal.user?.isImpersonated ? impersonated : found
  }

  /** The credential as what the guard accepts; users' tokens alone unless it says otherwise. */
  function find(credential: BearerToken, guard: AnyGuardOptions) {
    const { accept } = guard
    if (checkApiKey && accept?.includes('apiKey') && !hasTwoDots(credential)) return checkApiKey(credential)
    return accept && !accept.includes('user') ? notApiKey : findUser(credential, guard)
  }

  async function check(credential: BearerToken | Refusal, guard: AnyGuardOptions = {}): Promise<Principal | Refusal> {
    if (guard.accept !== undefined) checkAccept(guard.accept, !!checkApiKey)
    const startedAt = settings.onEvent ? now() : 0
    const found = credential instanceof Refusal ? credential : decide(await find(credential, guard), guard)
    if (found instanceof Refusal) {
      report('refused', startedAt, undefined, found.code)
      return found
    }
    report('accepted', startedAt, found.level)
    return found.principal
  }

  return {
    settings,
    keys,
    check,
    identify: (request, guard) => check(readToken(request, guard?.tokenFrom), guard),
  }
}
