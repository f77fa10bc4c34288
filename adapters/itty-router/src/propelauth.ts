import type * as core from '@propelauth-edge/core'
import { errorResponse as coreErrorResponse } from '@propelauth-edge/core'
import {
  authenticatorOf,
  type Guard as CoreGuard,
  createOptionalUserGuard,
  createOrgGuard,
  createUserGuard,
  dropStaleOrg,
  givenObject,
  isRefusal,
  memoizeByEnv,
  requestContextOf,
  toRefusalResponse,
} from '@propelauth-edge/core/adapter'
import type { IRequest } from 'itty-router'

/** The request behind `requireUser`: annotate the handler's parameter with it. */
export type UserRequest<
  Role extends string = string,
  Permission extends string = string,
  Kind extends core.CredentialKind = 'user',
> = IRequest & core.UserContext<Role, Permission, Kind>

/** The request behind `optionalUser`: `user` is `null` without a valid token. */
export type OptionalUserRequest<
  Role extends string = string,
  Permission extends string = string,
  Kind extends core.CredentialKind = 'user',
> = IRequest & core.OptionalUserContext<Role, Permission, Kind>

/** The request behind `requireOrgMember`. */
export type OrgRequest<
  Role extends string = string,
  Permission extends string = string,
  Kind extends core.CredentialKind = 'user',
> = IRequest & core.OrgContext<Role, Permission, Kind>

/** Returns nothing to go on, the refusal to stop. */
export type Guard = <Args extends unknown[]>(request: IRequest, ...args: Args) => Promise<Response | undefined>

/** Finds the org a request is about, such as `({ query }) => query.org`. */
export type SelectOrg = core.SelectOrg<[request: IRequest]>

/**
 * Guards for itty-router, in any order: each checks the request again, whatever ran before. Wrong options are a `TypeError`
 * when a guard is made.
 */
export interface IttyPropelAuth<Env extends object, Role extends string, Permission extends string> {
  /** Admits users: sets `request.user` and `request.principal`. */
  requireUser(options?: core.GuardOptions<core.CredentialKind>): Guard
  /** Admits everyone: `request.user` is `null` without a valid token. Unavailable keys are still a 503. */
  optionalUser(options?: core.OptionalUserOptions<core.CredentialKind>): Guard
  /**
   * Admits members of an org who meet the requirement: sets `request.org` besides what `requireUser` sets. The org is
   * that of the route parameter `orgId`, or the one the option `orgId` finds; never just the user's active org.
   *
   * @example
   * ```ts
   * const router = AutoRouter()
   * router.get('/orgs/:orgId/bills', propelAuth.requireOrgMember({ minimumRole: 'Admin' }), ({ org }: OrgRequest) => ({
   *   org: org.orgName,
   * }))
   * ```
   */
  requireOrgMember(options?: core.OrgGuardOptions<SelectOrg, Role, Permission, core.CredentialKind>): Guard
  /** The core instance for an environment: `validateRequest`, `authenticateRequest`, `prefetchKeys` and the rest. */
  for(env?: Env): core.PropelAuth<Role, Permission>
}

/**
 * Turns an `AuthError` into its response; anything else is rethrown. The response has a status of its own, since
 * `corsify` of itty-router 6 copies nothing but own properties and makes a 200 of all others.
 *
 * @example
 * ```ts
 * const router = AutoRouter({ catch: (failure) => (isAuthError(failure) ? errorResponse(failure) : error(failure)) })
 * ```
 */
export function errorResponse(error: unknown, options?: core.ErrorResponseOptions): Response {
  return withOwnStatus(coreErrorResponse(error, options))
}

const withOwnStatus = (response: Response): Response =>
  Object.defineProperty(response, 'status', { value: response.status, enumerable: true })

/** By convention the first of what `router.fetch` gets after the request. */
const envOf = <Env extends object>([env]: unknown[]) =>
  typeof env === 'object' && env !== null ? (env as Env) : undefined

/** @throws {TypeError} where no route parameter could ever name an org */
function orgIdParam({ params, route }: IRequest): string | undefined {
  if (!Object.hasOwn(params ?? {}, 'orgId'))
    throw new TypeError(
      `requireOrgMember: the route ${route ?? 'of this guard'} has no parameter ":orgId". Mount the guard on a path such as ` +
        '"/orgs/:orgId/*", or select the org: { orgId: (request) => … }',
    )
  return params.orgId
}

/**
 * Puts a proxy before the one of itty-router (`withParams`, a part of `AutoRouter`), which reads a member that is `null` or
 * `undefined` from the route parameters: with a route such as `/:user`, a path could name the user. The members that a
 * guard has set are read from the request, also if `withParams` runs later.
 */
function answerFirst(request: IRequest, names: readonly PropertyKey[]) {
  const wrap = (proxy: IRequest | undefined) =>
    proxy &&
    new Proxy(proxy, {
      get: (target, name) =>
        names.includes(name) ? Object.getOwnPropertyDescriptor(target, name)?.value : Reflect.get(target, name),
    })
  let proxy = wrap(request.proxy)
  const set = (next: IRequest | undefined) => {
    proxy = wrap(next)
  }
  Object.defineProperty(request, 'proxy', { configurable: true, get: () => proxy, set })
}

/**
 * Guards for itty-router that admit PropelAuth users, from core's options or a function of the environment. The
 * environment is the argument of `router.fetch` after the request. A context with `waitUntil` is found behind it.
 *
 * @throws {TypeError} for wrong options, saying what to change
 *
 * @example
 * ```ts
 * const propelAuth = createPropelAuth((env: Env) => ({ authUrl: env.PROPELAUTH_AUTH_URL }))
 *
 * const router = AutoRouter()
 * router.all('/api/*', propelAuth.requireUser()).get('/api/me', ({ user }: UserRequest) => user)
 * ```
 */
export function createPropelAuth<
  Env extends object = object,
  const Role extends string = string,
  const Permission extends string = string,
>(
  options: core.PropelAuthOptions<Role, Permission> | ((env: Env) => core.PropelAuthOptions<Role, Permission>),
): IttyPropelAuth<Env, Role, Permission> {
  const forEnv = memoizeByEnv(options)

  const toMiddleware =
    (guard: CoreGuard<{ principal: unknown }, [request: IRequest]>): Guard =>
    async (request, ...args) => {
      const authenticator = authenticatorOf(forEnv(envOf(args)))
      const found = await guard.admit(authenticator, request, requestContextOf(args), [request])
      if (isRefusal(found)) return withOwnStatus(toRefusalResponse(authenticator, found, guard.options.detail))
      const context = dropStaleOrg(found, { org: request.org, principal: request.principal })
      Object.assign(request, context)
      if (!Object.values(context).every(Boolean)) answerFirst(request, Object.keys(context))
      return undefined
    }

  return {
    requireUser: (guardOptions) => toMiddleware(createUserGuard(guardOptions, options)),
    optionalUser: (guardOptions) => toMiddleware(createOptionalUserGuard(guardOptions, options)),
    requireOrgMember: (...given: [object?]) => toMiddleware(createOrgGuard(givenObject(given), orgIdParam, options)),
    for: forEnv,
  }
}
