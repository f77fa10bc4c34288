import { AuthError, type ErrorResponseOptions } from './auth-error.js'
import { checkRequirement, decideOrgAccess, type Requirement } from './authorize.js'
import { type RequestLike, toBearerToken } from './bearer-token.js'
import { type ChallengeSettings, toResponse } from './challenge.js'
import { createEngine, type Engine } from './engine.js'
import { AUTH_ERRORS, Refusal } from './errors.js'
import type { GuardOptions, OptionalUserOptions } from './guard.js'
import type { PropelAuthOptions } from './options.js'
import type { OrgMemberInfo, User } from './user.js'
import { createWrappers, type Wrappers } from './wrappers.js'

/** Who a request acts for. */
export interface UserPrincipal<Role extends string = string, Permission extends string = string> {
  readonly kind: 'user'
  readonly user: User<Role, Permission>
}

/** The outcome of `authenticateRequest`: a user, or an error with its finished response. */
export type AuthResult<Role extends string = string, Permission extends string = string> =
  | {
      readonly ok: true
      readonly user: User<Role, Permission>
      readonly principal: UserPrincipal<Role, Permission>
    }
  | {
      readonly ok: false
      /** Made when it is first read, so that refusing costs no stack trace. */
      readonly error: AuthError
      response(options?: ErrorResponseOptions): Response
    }

export interface PropelAuth<Role extends string = string, Permission extends string = string>
  extends Wrappers<Role, Permission> {
  /**
   * The user of a request.
   * @throws {AuthError} 401 for a missing or invalid token, 403 `impersonation_denied` or `cross_site_request`,
   * 503 `jwks_unavailable`
   */
  validateRequest(request: RequestLike, options?: GuardOptions): Promise<User<Role, Permission>>
  /** The same as a value: never throws for a credential. */
  authenticateRequest(request: RequestLike, options?: GuardOptions): Promise<AuthResult<Role, Permission>>
  /**
   * The user of a request, or `null` when the token is missing or invalid.
   * @throws {AuthError} 503 `jwks_unavailable`; 403 `impersonation_denied`; with `onInvalid: 'reject'` also what
   * `validateRequest` throws for a token that is there
   */
  optionalUser(request: RequestLike, options?: OptionalUserOptions): Promise<User<Role, Permission> | null>
  /** The user of a bare token, without `Bearer`. Throws what `validateRequest` throws. */
  validateToken(token: string, options?: GuardOptions): Promise<User<Role, Permission>>
  /** See the free function of this name; its errors carry this instance's realm. */
  requireOrgMember(
    user: User<Role, Permission>,
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

/** A credential that is absent or wrong counts as none; trouble with keys and decisions about a user do not. */
function countsAsNone({ code }: Refusal, { onInvalid = 'ignore' }: OptionalUserOptions): boolean {
  if (code === 'missing_token') return true
  return onInvalid === 'ignore' && (AUTH_ERRORS[code].status === 401 || code === 'cross_site_request')
}

/**
 * Everything a backend needs to admit PropelAuth users: validates access tokens with Web Crypto and the project's
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

  const challengeSettings = (guard: GuardOptions = {}): ChallengeSettings => {
    const { realm, resourceMetadata } = getEngine().settings
    return { realm, resourceMetadata, showDetail: guard.detail }
  }
  const toError = (refusal: Refusal, guard?: GuardOptions) =>
    new AuthError(refusal.code, { ...refusal, ...challengeSettings(guard) })

  function orThrow<Value>(value: Value | Refusal, guard?: GuardOptions): Value {
    if (value instanceof Refusal) throw toError(value, guard)
    return value
  }

  const identify = (request: RequestLike, guard?: GuardOptions) =>
    getEngine().identify(request, guard) as Promise<User<Role, Permission> | Refusal>

  async function identifyOptional(request: RequestLike, guard: OptionalUserOptions = {}) {
    const user = await identify(request, guard)
    return user instanceof Refusal && countsAsNone(user, guard) ? null : user
  }

  return {
    ...createWrappers<Role, Permission>({
      identify,
      identifyOptional,
      respond: (refusal, guard) => toResponse(refusal, challengeSettings(guard)),
    }),

    async validateRequest(request, guard) {
      return orThrow(await identify(request, guard), guard)
    },

    async authenticateRequest(request, guard) {
      const user = await identify(request, guard)
      if (!(user instanceof Refusal)) return { ok: true, user, principal: { kind: 'user', user } }
      let error: AuthError | undefined
      return {
        ok: false,
        get error() {
          error ??= toError(user, guard)
          return error
        },
        response: ({ detail } = {}) => toResponse(user, challengeSettings(guard), detail),
      }
    },

    async optionalUser(request, guard) {
      return orThrow(await identifyOptional(request, guard), guard)
    },

    async validateToken(token, guard) {
      const user = await getEngine().checkToken(toBearerToken(token), guard)
      return orThrow(user as User<Role, Permission> | Refusal, guard)
    },

    requireOrgMember(user, orgId, requirement = {}, options) {
      checkRequirement(requirement)
      return orThrow(decideOrgAccess(user, orgId, requirement), options)
    },

    async prefetchKeys(context = {}) {
      orThrow(await getEngine().keys.load(context))
    },
  }
}
