import type * as core from '@propelauth-edge/core'
import { User } from '@propelauth-edge/core'
import {
  authenticatorOf,
  createOptionalUserGuard,
  createOrgGuard,
  createUserGuard,
  dropStaleOrg,
  type Guard,
  givenObject,
  isRefusal,
  memoizeByEnv,
  toError,
} from '@propelauth-edge/core/adapter'
import type { Context, MiddlewareHandler } from 'hono'
import { forbiddenBy } from './forbidden.js'
import { Platform } from './platform.js'
import { RefusedException } from './refused-exception.js'

type Middleware<Variables extends object> = MiddlewareHandler<{ Variables: Variables }>

/** Finds the org a request is about, such as `(c) => c.req.header('x-org-id')`. */
export type SelectOrg<Env extends object = object> = core.SelectOrg<[c: Context<{ Bindings: Env }>]>

/**
 * Guards for Hono, in any order: each checks for itself, whatever ran before. They throw an `HTTPException` with the
 * finished response. Wrong options are a `TypeError` when a guard is made.
 */
export interface HonoPropelAuth<Env extends object, Role extends string, Permission extends string> {
  /** Admits users: sets `c.var.user` and `c.var.principal`. */
  requireUser<Kind extends core.CredentialKind = 'user'>(
    options?: core.GuardOptions<Kind>,
  ): Middleware<core.UserContext<Role, Permission, Kind>>
  /** Admits everyone: `c.var.user` is `null` without a valid token. Unavailable keys are still a 503. */
  optionalUser<Kind extends core.CredentialKind = 'user'>(
    options?: core.OptionalUserOptions<Kind>,
  ): Middleware<core.OptionalUserContext<Role, Permission, Kind>>
  /**
   * Admits members of an org who meet the requirement: sets `c.var.org` besides what `requireUser` sets. The org is
   * that of the route parameter `orgId`, or the one the option `orgId` finds; never just the user's active org.
   *
   * @example
   * ```ts
   * const app = new Hono().get('/orgs/:orgId/bills', propelAuth.requireOrgMember({ minimumRole: 'Admin' }), (c) =>
   *   c.json({ org: c.var.org.orgName, by: c.var.user.userId }),
   * )
   * ```
   */
  requireOrgMember<Kind extends core.CredentialKind = 'user'>(
    options?: core.OrgGuardOptions<SelectOrg<Env>, Role, Permission, Kind>,
  ): Middleware<core.OrgContext<Role, Permission, Kind>>
  /**
   * The user that a guard of this instance has admitted. Throws an `Error` that names the guard if none has, and for an
   * API key without a user.
   */
  getUser(c: Context): core.User<Role, Permission>
  /** The org that `requireOrgMember` has admitted the user to. Throws an `Error` if it has not run. */
  getOrg(c: Context): core.OrgMemberInfo<Role, Permission>
  /** The core instance for `c.env`: `validateRequest`, `authenticateRequest`, `prefetchKeys` and the rest. */
  for(env?: Env): core.PropelAuth<Role, Permission>
}

/** @throws {TypeError} where no route parameter could ever name an org */
function orgIdParam(c: Context): string | undefined {
  const orgId = c.req.param('orgId')
  if (orgId === undefined && !/:orgId\b/.test(c.req.routePath))
    throw new TypeError(
      `requireOrgMember: the route "${c.req.routePath}" has no parameter ":orgId". Mount the guard on a path such as ` +
        '"/orgs/:orgId/*", or select the org: { orgId: (c) => … }',
    )
  return orgId
}

function orThrow<Value>(value: Value | null | undefined, what: string, guard: string): Value {
  if (!value) throw new Error(`No ${what} was admitted here: mount ${guard} before this handler`)
  return value
}

function toUser<Admitted extends core.User>(user: Admitted | null | undefined, principal?: core.Principal | null) {
  if (principal?.kind === 'apiKey' && !user) throw new Error('The API key has no user')
  return orThrow(user, 'user', 'requireUser()')
}

/** The user of the last guard that ran, with roles and permissions as strings. Throws as `propelAuth.getUser` does. */
export const getUser = (c: Context): core.User =>
  toUser(c.get('user') instanceof User ? c.get('user') : null, c.get('principal'))

/**
 * Guards for Hono that admit PropelAuth users, from core's options or a function of the bindings. Mount `cors()`
 * before them: it answers preflights, and its headers stay on refusals.
 *
 * @throws {TypeError} for wrong options, saying what to change
 *
 * @example
 * ```ts
 * const propelAuth = createPropelAuth((env: Env) => ({ authUrl: env.PROPELAUTH_AUTH_URL }))
 *
 * const app = new Hono<{ Bindings: Env }>()
 * app.use('/api/*', cors(), propelAuth.requireUser())
 * app.get('/api/me', (c) => c.json(propelAuth.getUser(c)))
 * ```
 */
export function createPropelAuth<
  Env extends object = object,
  const Role extends string = string,
  const Permission extends string = string,
>(
  options: core.PropelAuthOptions<Role, Permission> | ((env: Env) => core.PropelAuthOptions<Role, Permission>),
): HonoPropelAuth<Env, Role, Permission> {
  const forEnv = memoizeByEnv(options)
  // A key of its own, so that neither another instance's user nor a variable of the same name is taken for ours.
  const key = Symbol('propelauth')
  const admitted = (c: Context): Partial<core.OrgContext<Role, Permission>> | undefined => c.get(key)

  const toMiddleware = <Variables extends { principal: unknown }>(
    guard: Guard<Variables, [c: Context]>,
    ...declared: Parameters<typeof forbiddenBy>
  ): MiddlewareHandler => {
    const middleware: MiddlewareHandler = async (c, next) => {
      const authenticator = authenticatorOf(forEnv(c.env))
      const variables = await guard.admit(authenticator, c.req.raw, new Platform(c), [c])
      if (isRefusal(variables)) throw new RefusedException(toError(authenticator, variables, guard.options.detail))
      const own = admitted(c) ?? {}
      c.set(key, { ...own, ...dropStaleOrg(variables, own) })
      for (const [name, value] of Object.entries(dropStaleOrg(variables, c.var as object))) c.set(name, value)
      await next()
    }
    return Object.assign(middleware, forbiddenBy(...declared))
  }

  const guards = {
    requireUser: (own?: object) => toMiddleware(createUserGuard(own, options), own),
    optionalUser: (own?: object) => toMiddleware(createOptionalUserGuard(own, options), own),
    requireOrgMember: (...given: [object?]) =>
      toMiddleware(createOrgGuard(givenObject(given), orgIdParam, options), given[0], ['not_org_member']),
    getUser: (c: Context) => toUser(admitted(c)?.user, admitted(c)?.principal),
    getOrg: (c: Context) => orThrow(admitted(c)?.org, 'org', 'requireOrgMember()'),
    for: forEnv,
  }
  // The guards are made once for all roles, permissions and kinds; the interface names those of the call.
  return guards as unknown as HonoPropelAuth<Env, Role, Permission>
}
