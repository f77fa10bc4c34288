import { after, isPromise, type Soon } from './after.js'
import { createApiKeyCheck } from './api-keys.js'
import { decideOrgAccess } from './authorize.js'
import { type BearerToken, type RequestLike, refuseSeveral } from './bearer-token.js'
import { Refusal, refuse } from './errors.js'
import { checkAccept, type GuardOptions } from './guard.js'
import { remoteKeys } from './jwks.js'
import { fixedKeys, type KeySource } from './key-source.js'
import { type PropelAuthEvent, type PropelAuthOptions, readOptions, type Settings } from './options.js'
import type { CredentialKind, Identified, Principal } from './principal.js'
import { sharedKeys } from './shared-keys.js'
import { bytesOf, createTokenCache, detach } from './token-cache.js'
import { readToken } from './token-source.js'
import { toUser } from './user.js'
import { verifyToken } from './verify-token.js'

/** What the options give rise to: the steps, put together in their order. */
export interface Engine {
  readonly settings: Settings
  readonly keys: KeySource
  /** Request → credential → principal. */
  identify(request: RequestLike, guard?: AnyGuardOptions): Soon<Principal | Refusal>
  /** Credential → principal: a bearer token → verified claims → user, or an API key. */
  check(credential: BearerToken | Refusal, guard?: AnyGuardOptions): Soon<Principal | Refusal>
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
  const cache = tokenCacheBytes > 0 ? createTokenCache(tokenCacheBytes, settings) : undefined

  function verify(token: BearerToken, at: number, guard: AnyGuardOptions): Soon<Identified | Refusal> {
    return after(verifyToken(token, keys, settings, at / 1_000, guard), (verified) => {
      if (verified instanceof Refusal) return verified
      const { claims, payload, key, level } = verified
      const user = toUser(claims)
      if (user instanceof Refusal) return user
      const principal = Object.freeze({ kind: 'user', user })
      const { exp, iat, nbf: notBefore = iat } = claims
      const nbf = Math.max(iat, notBefore)
      cache?.put({
        // The `Authorization` header holds hardly more than the token, and its length is bounded.
        token: guard.tokenFrom ? detach(token) : token,
        principal,
        level: 'token',
        key,
        exp,
        nbf,
        bytes: bytesOf(token, payload),
      })
      return { principal, level }
    })
  }

  /** A remembered verdict holds as long as its key is in force; keys too old to trust end it as well. */
  function findUser(token: BearerToken, guard: AnyGuardOptions): Soon<Identified | Refusal> {
    const at = now()
    const hit = cache?.get(token, at / 1_000)
    if (!hit) return verify(token, at, guard)
    if (keys.isFresh(at)) return hit
    return after(keys.find(hit.key.kid, guard), (found) =>
      found instanceof Refusal || hit.key.withdrawn ? verify(token, now(), guard) : hit,
    )
  }

  /** The credential as what the guard accepts; users' tokens alone unless it says otherwise. */
  function find(credential: BearerToken, guard: AnyGuardOptions): Soon<Identified | Refusal> {
    const { accept } = guard
    if (checkApiKey && accept?.includes('apiKey') && !hasTwoDots(credential))
      return refuseSeveral(credential) ?? checkApiKey(credential)
    return accept && !accept.includes('user') ? notApiKey : findUser(credential, guard)
  }

  function conclude(found: Identified | Refusal, guard: AnyGuardOptions, startedAt: number): Principal | Refusal {
    const isRefused = found instanceof Refusal
    const denied = !isRefused && guard.denyImpersonation && found.principal.user?.isImpersonated
    const verdict = denied ? impersonated : found
    if (verdict instanceof Refusal) {
      report?.({ type: 'refused', code: verdict.code }, startedAt)
      return verdict
    }
    report?.({ type: 'accepted', cache: verdict.level }, startedAt)
    return verdict.principal
  }

  function check(credential: BearerToken | Refusal, guard: AnyGuardOptions = {}): Soon<Principal | Refusal> {
    if (guard.accept !== undefined) checkAccept(guard.accept, !!checkApiKey)
    const startedAt = report ? now() : 0
    const found = credential instanceof Refusal ? credential : find(credential, guard)
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
      if (decision instanceof Refusal) report?.({ type: 'denied', code: decision.code }, now())
      return decision
    },
    identify: (request, guard) => check(readToken(request, guard?.tokenFrom), guard),
  }
}
