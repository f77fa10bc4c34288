import { type Requirement, readRequirement } from './access/requirement.js'
import { checkPlainObject, givenObject } from './checks/plain-object.js'
import { composeAuthenticator, type SharedState } from './compose.js'
import type { Authenticator } from './guards/authenticator.js'
import type { CredentialOptions, GuardOptions, OptionalUserOptions } from './guards/guard-options.js'
import { createWrappers, type Wrappers } from './guards/wrappers.js'
import { linkAuthenticator, orThrow } from './instance.js'
import type { PropelAuthOptions } from './options.js'
import type { RequestLike } from './request/bearer-token.js'
import type { RequestContext } from './request/request-context.js'
import { type AuthResult, createRequestMethods } from './request-methods.js'
import type { ErrorResponseOptions } from './response/auth-error.js'
import type { OrgMemberInfo } from './user/org-member-info.js'
import type { CredentialKind, Principal, UserOf } from './user/principal.js'
import type { User } from './user/user.js'

export interface PrefetchOptions extends RequestContext {
  readonly force?: boolean | undefined
}

export interface PropelAuth<Role extends string = string, Permission extends string = string>
  extends Wrappers<Role, Permission> {
  /**
   * The user of a request. Where API keys are accepted there may be none; `authenticateRequest` has the principal.
   * @throws {AuthError} 401 for a missing or invalid credential, 403 `impersonation_denied` or `cross_site_request`,
   * 503 `jwks_unavailable`; for API keys also 429 `rate_limited`, 503 `api_keys_unavailable`; with `stepUp` also 401
   * `step_up_required`, 503 `step_up_unavailable`
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
  /**
   * The user of a bare token or API key, without `Bearer`. Throws what `validateRequest` throws. There is no request that
   * could have a grant, so `stepUp` is a `TypeError`.
   */
  validateToken<Kind extends CredentialKind = 'user'>(
    token: string,
    options?: CredentialOptions<Kind>,
  ): Promise<UserOf<Role, Permission, Kind>>
  validateToken(token: string, options?: CredentialOptions): Promise<User<Role, Permission>>
  /** See the free function of this name; its errors carry this instance's realm. */
  requireOrgMember(
    user: User<Role, Permission> | Principal<Role, Permission>,
    orgId: string | undefined | null,
    requirement?: Requirement<Role, Permission>,
    options?: ErrorResponseOptions,
  ): OrgMemberInfo<Role, Permission>
  /**
   * Fetches the keys before the first request needs them. With `force`, asks the origin now, whatever is cached: after
   * a key has been compromised.
   * @throws {AuthError} 503 `jwks_unavailable`
   */
  prefetchKeys(options?: PrefetchOptions): Promise<void>
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
  return createInstance(options, {})
}

/** An instance that shares state with others of equal data. */
export function createInstance<Role extends string, Permission extends string>(
  options: PropelAuthOptions<Role, Permission> | (() => PropelAuthOptions<Role, Permission>),
  shared: SharedState,
): PropelAuth<Role, Permission> {
  let authenticator = typeof options === 'function' ? undefined : composeAuthenticator(options, shared)
  const getAuthenticator = (): Authenticator => {
    authenticator ??= composeAuthenticator((options as () => PropelAuthOptions)(), shared)
    return authenticator
  }

  const instance = {
    ...createWrappers<Role, Permission>(getAuthenticator, options),
    ...createRequestMethods(getAuthenticator),

    requireOrgMember(
      user: User | Principal,
      orgId: string | undefined | null,
      ...given: readonly [requirement?: Requirement, options?: ErrorResponseOptions]
    ) {
      const [, { detail } = {}] = given
      const { decide, parts } = getAuthenticator()
      const requirement = readRequirement(givenObject(given), parts.known)
      return orThrow(getAuthenticator(), decide(user, orgId, requirement), detail)
    },

    async prefetchKeys(options: object = {}) {
      checkPlainObject('Options of prefetchKeys', options, ['waitUntil', 'force'])
      orThrow(getAuthenticator(), await getAuthenticator().parts.keys.load(options))
    },
  }
  // The functions are made once for all roles, permissions and kinds; the interface names those of the call.
  return linkAuthenticator(instance as unknown as PropelAuth<Role, Permission>, getAuthenticator)
}
