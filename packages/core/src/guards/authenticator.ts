import { decideOrgAccess } from '../access/decide-org-access.js'
import type { KnownNames, Requirement } from '../access/requirement.js'
import { after, isPromise, type MaybePromise } from '../async/maybe-promise.js'
import type { Fetch } from '../keys/fetch-jwks.js'
import { type BearerToken, type RequestLike, refuseMultipleCredentials } from '../request/bearer-token.js'
import type { RequestContext } from '../request/request-context.js'
import { readToken } from '../request/token-source.js'
import type { AuthErrorOptions } from '../response/challenge.js'
import { isRefusal, type Refusal, refuse } from '../response/refusal.js'
import type { OrgMemberInfo } from '../user/org-member-info.js'
import type { Identified, Principal } from '../user/principal.js'
import type { User } from '../user/user.js'
import type { FindUser, UserSettings } from '../user/verify-user.js'
import type { Recorder, Report } from './events.js'
import { type CheckedGuardOptions, checkAccept } from './guard-options.js'
import type { StepUpCheck } from './step-up.js'

/** What an authenticator is put together from. What is absent costs nothing, in bytes or in time. */
export interface AuthenticatorParts extends UserSettings {
  /** Realm and metadata URL of every challenge. */
  readonly challenge: Pick<AuthErrorOptions, 'realm' | 'resourceMetadata'>
  /** The origin of the auth URL. */
  readonly origin: string
  readonly fetch: Fetch
  readonly known?: KnownNames | undefined
  readonly findUser: FindUser
  readonly checkApiKey?: ((apiKey: string) => MaybePromise<Identified | Refusal>) | undefined
  /** Asked on every request with an access token, cached ones included. */
  readonly checkRevocation?: ((principal: Principal) => MaybePromise<Refusal | undefined>) | undefined
  /** Asked last, by guards that demand a grant. */
  readonly checkStepUp?: StepUpCheck | undefined
  readonly report?: Report | undefined
  readonly record: Recorder
}

/** What a credential is checked by. */
export interface CheckOptions extends Pick<CheckedGuardOptions, 'accept' | 'tokenFrom' | 'denyImpersonation'> {
  /** Whether the token is a slice of a longer text, as what `tokenFrom` finds may be. The cache keeps a copy then. */
  readonly isSlice?: boolean
}

/** The steps from a request to a decision, in their order. Returns refusals as values and never throws them. */
export interface Authenticator {
  readonly parts: AuthenticatorParts
  /** Request → credential → principal. */
  authenticate(
    request: RequestLike,
    options: CheckedGuardOptions,
    context: RequestContext,
  ): MaybePromise<Principal | Refusal>
  /** Credential → principal: a bearer token → verified claims → user, or an API key. */
  check(
    credential: BearerToken | Refusal,
    options: CheckOptions,
    context: RequestContext,
  ): MaybePromise<Principal | Refusal>
  /** Principal → the membership that meets the requirement. */
  decide(who: User | Principal, orgId: string | undefined | null, requirement: Requirement): OrgMemberInfo | Refusal
}

const impersonated = /* @__PURE__ */ refuse('impersonation_denied', 'An employee acts as this user')
const notApiKey = /* @__PURE__ */ refuse('invalid_api_key', 'Only API keys are accepted')

/** Two dots make an access token. A credential that is wrong as one kind is never tried as the other. */
function hasTwoDots(credential: string): boolean {
  // Not `split`, which makes tens of thousands of parts of a text of dots.
  const second = credential.indexOf('.', credential.indexOf('.') + 1)
  return second > 0 && credential.indexOf('.', second + 1) === -1
}

/** The credential as what the guard accepts; access tokens alone unless its options name others. */
const createIdentification =
  ({ findUser, checkApiKey }: AuthenticatorParts) =>
  (
    credential: BearerToken,
    { accept, tokenFrom, isSlice = !!tokenFrom }: CheckOptions,
    context: RequestContext,
  ): MaybePromise<Identified | Refusal> => {
    if (checkApiKey && accept?.includes('apiKey') && !hasTwoDots(credential))
      return refuseMultipleCredentials(credential) ?? checkApiKey(credential)
    return accept && !accept.includes('user') ? notApiKey : findUser(credential, context, isSlice)
  }

export function createAuthenticator(parts: AuthenticatorParts): Authenticator {
  const { rules, now, checkApiKey, checkRevocation, report, record } = parts
  const identify = createIdentification(parts)

  function conclude(
    found: Identified | Refusal,
    options: CheckOptions,
    startedAt: number,
  ): MaybePromise<Principal | Refusal> {
    if (isRefusal(found)) return record.refused(found, startedAt)
    if (options.denyImpersonation && found.principal.user?.isImpersonated)
      return record.refused(impersonated, startedAt, found)
    if (!checkRevocation) return record.accepted(found, startedAt)
    return after(checkRevocation(found.principal), (revoked) =>
      revoked ? record.refused(revoked, startedAt, found) : record.accepted(found, startedAt),
    )
  }

  function check(credential: BearerToken | Refusal, options: CheckOptions, context: RequestContext) {
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
      checkAccept(options.accept, checkApiKey)
      return check(readToken(request, options.tokenFrom, rules.maxTokenBytes), options, context)
    },
    decide(who, orgId, requirement) {
      const decision = decideOrgAccess(who, orgId, requirement)
      if (!isRefusal(decision) || !report) return decision
      return record.denied(decision, now(), who, { ...(typeof orgId === 'string' && orgId && { orgId }), requirement })
    },
  }
}
