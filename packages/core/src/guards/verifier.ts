import { decideOrgAccess } from '../access/decide-org-access.js'
import type { KnownNames, Requirement } from '../access/requirement.js'
import { after, isPromise, type MaybePromise } from '../async/maybe-promise.js'
import { type BearerToken, type RequestLike, refuseSeveral } from '../request/bearer-token.js'
import type { RequestContext } from '../request/request-context.js'
import { readToken } from '../request/token-source.js'
import type { ChallengeSettings } from '../response/challenge.js'
import { isRefusal, type Refusal, refuse } from '../response/refusal.js'
import type { KeySource } from '../token/key-source.js'
import { bytesOf, detach, type TokenCache } from '../token/token-cache.js'
import { type TokenRules, type VerifiedToken, verifyToken } from '../token/verify-token.js'
import { type Identified, type Principal, toUserPrincipal } from '../user/principal.js'
import { type OrgMemberInfo, toUser, type User } from '../user/user.js'
import { auditOf, failureOf, type Report } from './events.js'
import { type CheckedGuardOptions, checkAccept } from './guard-options.js'
import { createRevocationCheck, type IsRevoked } from './revocation.js'

/** What a verifier is put together from. What is absent costs nothing, in bytes or in time. */
export interface VerifierParts {
  readonly rules: TokenRules
  readonly keys: KeySource
  /** The clock, in milliseconds of Unix time. */
  readonly now: () => number
  readonly challenge: ChallengeSettings
  /** The origin of the auth URL. */
  readonly origin: string
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly known?: KnownNames | undefined
  readonly tokenCache?: TokenCache<Identified> | undefined
  readonly checkApiKey?: ((apiKey: string) => MaybePromise<Identified | Refusal>) | undefined
  readonly isRevoked?: IsRevoked | undefined
  readonly report?: Report | undefined
  /** Whether events name users, orgs and requirements. */
  readonly audit?: boolean | undefined
}

/** The steps from a request to a decision, in their order. Returns refusals as values and never throws them. */
export interface Verifier {
  readonly parts: VerifierParts
  /** Request → credential → principal. */
  authenticate(
    request: RequestLike,
    options: CheckedGuardOptions,
    context: RequestContext,
  ): MaybePromise<Principal | Refusal>
  /** Credential → principal: a bearer token → verified claims → user, or an API key. */
  check(
    credential: BearerToken | Refusal,
    options: CheckedGuardOptions,
    context: RequestContext,
  ): MaybePromise<Principal | Refusal>
  /** Principal → the membership that meets the requirement. */
  decide(who: User | Principal, orgId: string | undefined | null, requirement: Requirement): OrgMemberInfo | Refusal
}

const impersonated = /* @__PURE__ */ refuse('impersonation_denied', 'An employee acts as this user')
const notApiKey = /* @__PURE__ */ refuse('invalid_api_key', 'An access token, where only API keys are accepted')

/** Tells the kinds apart by their form: a credential that is wrong as one kind is never tried as the other. */
function hasTwoDots(credential: string): boolean {
  // Not `split`, which makes tens of thousands of parts of a text of dots.
  const second = credential.indexOf('.', credential.indexOf('.') + 1)
  return second > 0 && credential.indexOf('.', second + 1) === -1
}

export function createVerifier(parts: VerifierParts): Verifier {
  const { rules, keys, now, tokenCache, checkApiKey, report, audit } = parts
  const checkRevocation = createRevocationCheck(parts.isRevoked)

  /** Claims → user, kept for the next time this token comes. */
  function toIdentified(verified: VerifiedToken, token: BearerToken, fromHeader: boolean): Identified | Refusal {
    const { claims, payload, key, cache } = verified
    const user = toUser(claims)
    if (isRefusal(user)) return user
    const { exp, iat, nbf: notBefore = iat } = claims
    const principal = toUserPrincipal(user, claims)
    tokenCache?.put({
      // The `Authorization` header holds hardly more than the token, and its length is bounded.
      token: fromHeader ? token : detach(token),
      value: { principal, cache: 'token', kid: key.kid },
      key,
      exp,
      nbf: Math.max(iat, notBefore),
      bytes: bytesOf(token, payload),
    })
    return { principal, cache, kid: key.kid }
  }

  function verify(token: BearerToken, at: number, options: CheckedGuardOptions, context: RequestContext) {
    return after(verifyToken(token, keys, rules, at / 1_000, context), (verified) =>
      isRefusal(verified) ? verified : toIdentified(verified, token, options.tokenFrom === undefined),
    )
  }

  /** A cached result is valid while its key is still published. */
  function findUser(token: BearerToken, options: CheckedGuardOptions, context: RequestContext) {
    const at = now()
    const hit = tokenCache?.get(token, at / 1_000)
    if (!hit) return verify(token, at, options, context)
    if (keys.isFresh(at)) return hit.value
    return after(keys.find(hit.key.kid, 0, context), (found) =>
      isRefusal(found) || hit.key.withdrawn ? verify(token, now(), options, context) : hit.value,
    )
  }

  /** The credential as what the guard accepts; access tokens alone unless it says otherwise. */
  function identify(
    credential: BearerToken,
    options: CheckedGuardOptions,
    context: RequestContext,
  ): MaybePromise<Identified | Refusal> {
    const { accept } = options
    if (checkApiKey && accept?.includes('apiKey') && !hasTwoDots(credential))
      return refuseSeveral(credential) ?? checkApiKey(credential)
    return accept && !accept.includes('user') ? notApiKey : findUser(credential, options, context)
  }

  function refused(refusal: Refusal, startedAt: number, who?: Identified): Refusal {
    report?.({ type: 'refused', ...failureOf(refusal), ...(audit && auditOf(who?.principal)) }, startedAt)
    return refusal
  }

  function accepted({ principal, cache, kid }: Identified, startedAt: number): Principal {
    const more = audit && { ...auditOf(principal), ...(kid !== undefined && { kid }) }
    report?.({ type: 'accepted', cache, ...more }, startedAt)
    return principal
  }

  function conclude(
    found: Identified | Refusal,
    options: CheckedGuardOptions,
    startedAt: number,
  ): MaybePromise<Principal | Refusal> {
    if (isRefusal(found)) return refused(found, startedAt)
    if (options.denyImpersonation && found.principal.user?.isImpersonated)
      return refused(impersonated, startedAt, found)
    if (!checkRevocation) return accepted(found, startedAt)
    return after(checkRevocation(found.principal), (revoked) =>
      revoked ? refused(revoked, startedAt, found) : accepted(found, startedAt),
    )
  }

  function check(credential: BearerToken | Refusal, options: CheckedGuardOptions, context: RequestContext) {
    const startedAt = report ? now() : 0
    const found = isRefusal(credential) ? credential : identify(credential, options, context)
    // Not by `after`: a cache hit allocates no closure.
    return isPromise(found)
      ? found.then((known) => conclude(known, options, startedAt))
      : conclude(found, options, startedAt)
  }

  return {
    parts,
    check,
    authenticate(request, options, context) {
      checkAccept(options.accept, { apiKeys: checkApiKey })
      return check(readToken(request, options.tokenFrom, rules.maxTokenBytes), options, context)
    },
    decide(who, orgId, requirement) {
      const decision = decideOrgAccess(who, orgId, requirement)
      if (isRefusal(decision) && report) {
        const more = audit && { ...auditOf(who), ...(orgId && { orgId }), requirement }
        report({ type: 'denied', ...failureOf(decision), ...more }, now())
      }
      return decision
    },
  }
}
