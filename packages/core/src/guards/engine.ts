import { decideOrgAccess } from '../access/authorize.js'
import { after, isPromise, type MaybePromise } from '../async/maybe-promise.js'
import { remoteKeys } from '../keys/jwks.js'
import { fixedKeys } from '../keys/key-set.js'
import { sharedKeys } from '../keys/shared-keys.js'
import { type PropelAuthEvent, type PropelAuthOptions, readOptions, type Settings } from '../options.js'
import { type BearerToken, type RequestLike, refuseSeveral } from '../request/bearer-token.js'
import { readToken } from '../request/token-source.js'
import { isRefusal, type Refusal, refuse } from '../response/refusal.js'
import type { KeySource } from '../token/key-source.js'
import { bytesOf, createTokenCache, detach } from '../token/token-cache.js'
import { verifyToken } from '../token/verify-token.js'
import { createApiKeyCheck } from '../user/api-keys.js'
import type { CredentialKind, Identified, Principal } from '../user/principal.js'
import { toUser } from '../user/user.js'
import { checkAccept, type GuardOptions } from './guard.js'

/** What the options give rise to: the steps, put together in their order. */
export interface Engine {
  readonly settings: Settings
  readonly keys: KeySource
  /** Request → credential → principal. */
  identify(request: RequestLike, guard?: AnyGuardOptions): MaybePromise<Principal | Refusal>
  /** Credential → principal: a bearer token → verified claims → user, or an API key. */
  check(credential: BearerToken | Refusal, guard?: AnyGuardOptions): MaybePromise<Principal | Refusal>
  /** Who it is → the membership that the requirement asks for. */
  readonly decide: typeof decideOrgAccess
}

type AnyGuardOptions = GuardOptions<CredentialKind>

type Report = (event: Omit<PropelAuthEvent, 'durationMs'>, startedAt: number) => void

/** None without a listener, so that nothing is made that nobody hears of. */
function createReport({ now, onEvent }: Settings): Report | undefined {
  return (
    onEvent &&
    ((event, startedAt) => {
      // A listener that fails, now or later, is no reason to refuse a request or to end a process.
      const tell = async () => onEvent({ ...event, durationMs: now() - startedAt })
      tell().catch(() => {})
    })
  )
}

function createKeySource(settings: Settings, report: Report | undefined): KeySource {
  const { keySet, jwksCache: cache, origin, issuers } = settings
  if (keySet) return fixedKeys(keySet)
  return remoteKeys({
    ...settings,
    metadataUrl: `${origin}/api/v1/token_verification_metadata`,
    shared: cache && sharedKeys({ ...settings, cache, issuer: issuers.join(' ') }),
    onLoad: (cache, failed, startedAt) =>
      report?.({ type: 'keys', cache, ...(failed && { code: 'jwks_unavailable' }) }, startedAt),
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
  const cache = tokenCacheBytes > 0 ? createTokenCache<Identified>(tokenCacheBytes, settings) : undefined

  function verify(token: BearerToken, at: number, guard: AnyGuardOptions): MaybePromise<Identified | Refusal> {
    return after(verifyToken(token, keys, settings, at / 1_000, guard), (verified) => {
      if (isRefusal(verified)) return verified
      const { claims, payload, key, level } = verified
      const user = toUser(claims)
      if (isRefusal(user)) return user
      const principal = Object.freeze({ kind: 'user', user })
      const { exp, iat, nbf: notBefore = iat } = claims
      const nbf = Math.max(iat, notBefore)
      cache?.put({
        // The `Authorization` header holds hardly more than the token, and its length is bounded.
        token: guard.tokenFrom ? detach(token) : token,
        value: { principal, level: 'token' },
        key,
        exp,
        nbf,
        bytes: bytesOf(token, payload),
      })
      return { principal, level }
    })
  }

  /** A remembered verdict holds as long as its key is in force; keys too old to trust end it as well. */
  function findUser(token: BearerToken, guard: AnyGuardOptions): MaybePromise<Identified | Refusal> {
    const at = now()
    const hit = cache?.get(token, at / 1_000)
    if (!hit) return verify(token, at, guard)
    if (keys.isFresh(at)) return hit.value
    return after(keys.find(hit.key.kid, guard), (found) =>
      isRefusal(found) || hit.key.withdrawn ? verify(token, now(), guard) : hit.value,
    )
  }

  /** The credential as what the guard accepts; users' tokens alone unless it says otherwise. */
  function find(credential: BearerToken, guard: AnyGuardOptions): MaybePromise<Identified | Refusal> {
    const { accept } = guard
    if (checkApiKey && accept?.includes('apiKey') && !hasTwoDots(credential))
      return refuseSeveral(credential) ?? checkApiKey(credential)
    return accept && !accept.includes('user') ? notApiKey : findUser(credential, guard)
  }

  function conclude(found: Identified | Refusal, guard: AnyGuardOptions, startedAt: number): Principal | Refusal {
    const isRefused = isRefusal(found)
    const denied = !isRefused && guard.denyImpersonation && found.principal.user?.isImpersonated
    const verdict = denied ? impersonated : found
    if (isRefusal(verdict)) {
      report?.({ type: 'refused', code: verdict.code }, startedAt)
      return verdict
    }
    report?.({ type: 'accepted', cache: verdict.level }, startedAt)
    return verdict.principal
  }

  function check(credential: BearerToken | Refusal, guard: AnyGuardOptions = {}): MaybePromise<Principal | Refusal> {
    if (guard.accept !== undefined) checkAccept(guard.accept, !!checkApiKey)
    const startedAt = report ? now() : 0
    const found = isRefusal(credential) ? credential : find(credential, guard)
    // Not by `after`: a remembered token is to cost no function either.
    return isPromise(found)
      ? found.then((known) => conclude(known, guard, startedAt))
      : conclude(found, guard, startedAt)
  }

  return {
    settings,
    keys,
    check,
    decide(who, orgId, requirement) {
      const decision = decideOrgAccess(who, orgId, requirement)
      if (isRefusal(decision)) report?.({ type: 'denied', code: decision.code }, now())
      return decision
    },
    identify: (request, guard) => check(readToken(request, guard?.tokenFrom), guard),
  }
}
