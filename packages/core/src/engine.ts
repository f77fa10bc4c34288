import type { BearerToken, RequestLike } from './bearer-token.js'
import { type AuthErrorCode, Refusal, refuse } from './errors.js'
import type { GuardOptions } from './guard.js'
import { remoteKeys } from './jwks.js'
import { fixedKeys, type KeyContext, type KeySource } from './key-source.js'
import { type PropelAuthEvent, type PropelAuthOptions, readOptions, type Settings } from './options.js'
import { sharedKeys } from './shared-keys.js'
import { createTokenCache, type RememberedToken } from './token-cache.js'
import { readToken } from './token-source.js'
import { toUser, type User } from './user.js'
import { verifyToken } from './verify-token.js'

/** What the options give rise to: the steps, put together in their order. */
export interface Engine {
  readonly settings: Settings
  readonly keys: KeySource
  /** Request → bearer token → user. */
  identify(request: RequestLike, guard?: GuardOptions): Promise<User | Refusal>
  /** Bearer token → verified claims → user. */
  checkToken(token: BearerToken | Refusal, guard?: GuardOptions): Promise<User | Refusal>
}

interface Identified {
  readonly user: User
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
    try {
      onEvent?.({ type, durationMs: now() - startedAt, ...(cache && { cache }), ...(code && { code }) })
    } catch {
      // A listener that fails is no reason to refuse a request.
    }
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

export function createEngine(options: PropelAuthOptions): Engine {
  const settings = readOptions(options)
  const { now, tokenCacheBytes } = settings
  const report = createReport(settings)
  const keys = createKeySource(settings, report)
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
    return { user, level }
  }

  async function findUser(token: BearerToken, context: KeyContext): Promise<Identified | Refusal> {
    const hit = cache?.get(token, now() / 1_000)
    if (hit && (keys.isFresh() || (await stillHolds(hit, context)))) return { user: hit.user, level: 'token' }
    return verify(token, context)
  }

  function decide(found: Identified | Refusal, { denyImpersonation }: GuardOptions) {
    return 'user' in found && found.user.isImpersonated && denyImpersonation ? impersonated : found
  }

  async function checkToken(token: BearerToken | Refusal, guard: GuardOptions = {}): Promise<User | Refusal> {
    const startedAt = settings.onEvent ? now() : 0
    const found = token instanceof Refusal ? token : decide(await findUser(token, guard), guard)
    if (found instanceof Refusal) {
      report('refused', startedAt, undefined, found.code)
      return found
    }
    report('accepted', startedAt, found.level)
    return found.user
  }

  return {
    settings,
    keys,
    checkToken,
    identify: (request, guard) => checkToken(readToken(request, guard?.tokenFrom), guard),
  }
}
