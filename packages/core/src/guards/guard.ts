import { checkKnownNames } from '../access/requirement.js'
import { after, isPromise, type MaybePromise } from '../async/maybe-promise.js'
import type { RequestLike } from '../request/bearer-token.js'
import type { RequestContext } from '../request/request-context.js'
import { AUTH_ERRORS } from '../response/errors.js'
import { isRefusal, type Refusal } from '../response/refusal.js'
import type { Principal, UserPrincipal } from '../user/principal.js'
import type { Authenticator } from './authenticator.js'
import {
  type OptionalUserContext,
  type OrgContext,
  toOptionalUserContext,
  toUserContext,
  type UserContext,
} from './context.js'
import {
  type CheckedGuardOptions,
  checkStepUpPort,
  type GuardOwner,
  readGuardOptions,
  readOrgGuardOptions,
} from './guard-options.js'

/**
 * A guard without its framework. It returns a value, who was admitted or why not; wrappers and adapters only translate
 * that into their framework's terms.
 */
export interface Guard<Context, Source extends readonly unknown[] = readonly unknown[]> {
  readonly options: CheckedGuardOptions
  admit(
    authenticator: Authenticator,
    request: RequestLike,
    /** Per-request hooks of the platform, read only when they are needed. */
    platform: RequestContext,
    /** What the org is selected from. */
    source: Source,
  ): MaybePromise<Context | Refusal>
}

/** Finds the org a request is about. Called for authenticated requests only; no org is a 403. */
export type SelectOrg<Source extends readonly unknown[]> = (
  ...source: Source
) => MaybePromise<string | undefined | null>

/** A credential that is absent or wrong counts as none; missing keys and decisions about a user do not. */
function countsAsNone({ code }: Refusal, onInvalid: CheckedGuardOptions['onInvalid'] = 'ignore'): boolean {
  if (code === 'missing_token') return true
  return onInvalid === 'ignore' && (AUTH_ERRORS[code].status === 401 || code === 'cross_site_request')
}

const authenticate = (
  authenticator: Authenticator,
  request: RequestLike,
  options: CheckedGuardOptions,
  platform: RequestContext,
) => authenticator.authenticate(request, options, options.waitUntil ? options : platform)

/** The principal of a request, or `null` for a credential that counts as none. */
export const authenticateOptional = (
  authenticator: Authenticator,
  request: RequestLike,
  options: CheckedGuardOptions,
  platform: RequestContext,
): MaybePromise<Principal | null | Refusal> =>
  after(authenticate(authenticator, request, options, platform), (found) =>
    isRefusal(found) && countsAsNone(found, options.onInvalid) ? null : found,
  )

/** The guard, which demands a grant as well if its options say so. That comes last: a refused request must not spend one. */
function withStepUp<Context extends UserContext, Source extends readonly unknown[]>(
  guard: Guard<Context, Source>,
): Guard<Context, Source> {
  const { options } = guard
  const { stepUp } = options
  if (!stepUp) return guard
  return {
    options,
    async admit(authenticator, request, ...rest) {
      // With options from a function of the environment, the ports are known only now.
      const { checkStepUp } = authenticator.parts
      checkStepUpPort(checkStepUp)
      const context = await guard.admit(authenticator, request, ...rest)
      if (isRefusal(context)) return context
      return (await checkStepUp(context.principal, request, stepUp)) ?? context
    },
  }
}

// What a guard accepts is known to the types of its wrapper alone. Here, a principal of any kind is cast to a user's.

const toContext = (found: Principal | Refusal) =>
  isRefusal(found) ? found : toUserContext<string, string, 'user'>(found as UserPrincipal)

/** Admits users, by options that were read. */
export const toUserGuard = (options: CheckedGuardOptions): Guard<UserContext> =>
  withStepUp({
    options,
    admit(authenticator, request, platform) {
      const found = authenticate(authenticator, request, options, platform)
      return isPromise(found) ? found.then(toContext) : toContext(found)
    },
  })

/** Admits users. Throws a `TypeError` at once for wrong options. */
export const createUserGuard = (
  options?: object,
  owner?: GuardOwner,
  others: readonly 'preflight'[] = [],
): Guard<UserContext> => toUserGuard(readGuardOptions(options, [...others, 'stepUp'], owner))

/** Admits everyone. Throws a `TypeError` at once for wrong options. */
export function createOptionalUserGuard(
  options?: object,
  owner?: GuardOwner,
  others: readonly 'preflight'[] = [],
): Guard<OptionalUserContext> {
  const checked = readGuardOptions(options, ['onInvalid', ...others], owner)
  return {
    options: checked,
    admit: (authenticator, request, platform) =>
      after(authenticateOptional(authenticator, request, checked, platform), (found) =>
        isRefusal(found) ? found : toOptionalUserContext<string, string, 'user'>(found as UserPrincipal | null),
      ),
  }
}

/**
 * Admits members of an org: identifies the user, then selects the org, then decides. Throws a `TypeError` at once for
 * wrong options.
 */
export function createOrgGuard<Source extends readonly unknown[]>(
  options: object,
  defaultOrgId?: SelectOrg<Source>,
  owner?: GuardOwner,
  others: readonly 'preflight'[] = [],
): Guard<OrgContext, Source> {
  const read = readOrgGuardOptions(options, [...others, 'stepUp'], defaultOrgId, owner)
  const { requirement, options: checked, orgId } = read
  const decide = (authenticator: Authenticator, principal: Principal, id: string | undefined | null) => {
    const org = authenticator.decide(principal, id, requirement)
    return isRefusal(org) ? org : { ...toUserContext<string, string, 'user'>(principal as UserPrincipal), org }
  }
  return withStepUp({
    options: checked,
    admit(authenticator, request, platform, source) {
      // With options from a function of the environment, roles and permissions are known only now.
      if (authenticator.parts.known) checkKnownNames(requirement, authenticator.parts.known)
      return after(authenticate(authenticator, request, checked, platform), (principal) =>
        isRefusal(principal) ? principal : after(orgId(...source), (id) => decide(authenticator, principal, id)),
      )
    },
  })
}
