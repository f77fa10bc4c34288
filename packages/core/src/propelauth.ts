import { checkRequirement, type Requirement } from './access/authorize.js'
import { isPromise, type MaybePromise } from './async/maybe-promise.js'
import { createEngine, type Engine } from './guards/engine.js'
import { countsAsNone, type GuardOptions, type OptionalUserOptions } from './guards/guard.js'
import { createWrappers, type Wrappers } from './guards/wrappers.js'
import type { PropelAuthOptions } from './options.js'
import { type RequestLike, toBearerToken } from './request/bearer-token.js'
import { AuthError, type ErrorResponseOptions } from './response/auth-error.js'
import { type ChallengeSettings, toResponse } from './response/challenge.js'
import type { AuthErrorCode } from './response/errors.js'
import { isRefusal, type Refusal } from './response/refusal.js'
import type { CredentialKind, Principal, UserOf } from './user/principal.js'
import type { OrgMemberInfo, User } from './user/user.js'

/** The outcome of `authenticateRequest`: who the request acts for, or an error with its finished response. */
export type AuthResult<
  Role extends string = string,
  Permission extends string = string,
  Kind extends CredentialKind = 'user',
> =
  | {
      readonly ok: true
      readonly user: UserOf<Role, Permission, Kind>
      readonly principal: Principal<Role, Permission, Kind>
    }
  | {
      readonly ok: false
      readonly code: AuthErrorCode
      /** Made when it is first read, so that refusing costs no stack trace. */
      readonly error: AuthError
      response(options?: ErrorResponseOptions): Response
    }

export interface PropelAuth<Role extends string = string, Permission extends string = string>
  extends Wrappers<Role, Permission> {
  /**
   * The user of a request. Where API keys are accepted there may be none; `authenticateRequest` tells whose key it is.
   * @throws {AuthError} 401 for a missing or invalid credential, 403 `impersonation_denied` or `cross_site_request`,
   * 503 `jwks_unavailable`; for API keys also 429 `rate_limited`, 503 `api_keys_unavailable`
   */
  validateRequest<Kind extends CredentialKind = 'user'>(
    request: RequestLike,
    options?: GuardOptions<Kind>,
  ): Promise<UserOf<Role, Permission, Kind>>
  // The last form of each is what `ReturnType` takes.
  validateRequest(request: RequestLike, options?: GuardOptions): Promise<User<Role, Permission>>
  /** The same as a value: never throws for a credential. */
  authenticateRequest<Kind extends CredentialKind = 'user'>(
    request: RequestLike,
    options?: GuardOptions<Kind>,
  ): Promise<AuthResult<Role, Permission, Kind>>
  authenticateRequest(request: RequestLike, options?: GuardOptions): Promise<AuthResult<Role, Permission>>
  /**
   * The user of a request, or `null` when the credential is missing or invalid, or a key of no user.
   * @throws {AuthError} 503 `jwks_unavailable`; 403 `impersonation_denied`; for API keys 429 `rate_limited`, 503
   * `api_keys_unavailable`; with `onInvalid: 'reject'` also what `validateRequest` throws for a credential that is there
   */
  optionalUser<Kind extends CredentialKind = 'user'>(
    request: RequestLike,
    options?: OptionalUserOptions<Kind>,
  ): Promise<User<Role, Permission> | null>
  /** The user of a bare token or API key, without `Bearer`. Throws what `validateRequest` throws. */
  validateToken<Kind extends CredentialKind = 'user'>(
    token: string,
    options?: GuardOptions<Kind>,
  ): Promise<UserOf<Role, Permission, Kind>>
  validateToken(token: string, options?: GuardOptions): Promise<User<Role, Permission>>
  /** See the free function of this name; its errors carry this instance's realm. */
  requireOrgMember(
    user: User<Role, Permission> | Principal<Role, Permission>,
    orgId: string | undefined | null,
    requirement?: Requirement<Role, Permission>,
    options?: ErrorResponseOptions,
  ): OrgMemberInfo<Role, Permission>
  /**
   * Fetches the keys before the first request needs them.
   * @throws {AuthError} 503 `jwks_unavailable`
   */
  prefetchKeys(options?: Pick<GuardOptions, 'waitUntil'>): Promise<void>
}

/**
 * Everything a backend needs to admit PropelAuth users: validates access tokens with the project's
 * published keys, and decides on org, role and permission. Make one instance and keep it, outside the handler.
 *
 * With a function, the options are read at the first request: bundlers may evaluate modules without an environment.
 *
 * @throws {TypeError} for wrong options, saying what to change
 *
 * @example
 * ```ts
 * const propelAuth = createPropelAuth({ authUrl: 'https://auth.example.com' })
 *
 * export default {
 *   fetch: propelAuth.withUser((request, { user }) => Response.json({ userId: user.userId })),
 * }
 * ```
 */
export function createPropelAuth<const Role extends string = string, const Permission extends string = string>(
  options: PropelAuthOptions<Role, Permission> | (() => PropelAuthOptions<Role, Permission>),
): PropelAuth<Role, Permission> {
  let engine = typeof options === 'function' ? undefined : createEngine(options)
  const getEngine = (): Engine => {
    engine ??= createEngine((options as () => PropelAuthOptions)())
    return engine
  }

  type AnyGuardOptions = GuardOptions<CredentialKind>

  const challengeSettings = (guard: { readonly detail?: boolean | undefined } = {}): ChallengeSettings => {
    const { realm, resourceMetadata } = getEngine().settings
    return { realm, resourceMetadata, showDetail: guard.detail }
  }
  const toError = (refusal: Refusal, guard?: ErrorResponseOptions) =>
    new AuthError(refusal.code, { ...refusal, ...challengeSettings(guard) })

  function orThrow<Value>(value: Value | Refusal, guard?: ErrorResponseOptions): Value {
    if (isRefusal(value)) throw toError(value, guard)
    return value
  }

  const identify = (request: RequestLike, guard?: AnyGuardOptions) =>
    getEngine().identify(request, guard) as MaybePromise<Principal<Role, Permission> | Refusal>

  async function identifyOptional(request: RequestLike, guard: OptionalUserOptions<CredentialKind> = {}) {
    const found = await identify(request, guard)
    return isRefusal(found) && countsAsNone(found.code, guard) ? null : found
  }

  return {
    ...createWrappers<Role, Permission>(
      {
        identify,
        identifyOptional,
        decide: (...of) => getEngine().decide(...of),
        respond: (refusal, guard) => toResponse(refusal, challengeSettings(guard)),
      },
      options,
    ),

    async validateRequest(request: RequestLike, guard?: AnyGuardOptions) {
      return orThrow(await identify(request, guard), guard).user
    },

    async authenticateRequest(request: RequestLike, guard?: AnyGuardOptions) {
      const found = identify(request, guard)
      const principal = isPromise(found) ? await found : found
      if (!isRefusal(principal)) return { ok: true, user: principal.user, principal }
      let error: AuthError | undefined
      return {
        ok: false,
        code: principal.code,
        get error() {
          error ??= toError(principal, guard)
          return error
        },
        response: ({ detail }: ErrorResponseOptions = {}) => toResponse(principal, challengeSettings(guard), detail),
      }
    },

    async optionalUser(request, guard) {
      return orThrow(await identifyOptional(request, guard), guard)?.user ?? null
    },

    async validateToken(token: string, guard?: AnyGuardOptions) {
      return orThrow(await getEngine().check(toBearerToken(token), guard), guard).user
    },

    requireOrgMember(user, orgId, requirement = {}, options) {
      checkRequirement(requirement)
      return orThrow(getEngine().decide(user, orgId, requirement), options)
    },

    async prefetchKeys(context = {}) {
      orThrow(await getEngine().keys.load(context))
    },
  } as PropelAuth<Role, Permission>
}
