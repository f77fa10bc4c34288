import type * as core from '@propelauth-edge/core'
import {
  createOptionalUserGuard,
  createOrgGuard,
  createUserGuard,
  isAuthError,
  memoizeByEnv,
  User,
} from '@propelauth-edge/core'
import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'

type Guard<Variables extends object> = MiddlewareHandler<{ Variables: Variables }>

/** Finds the org a request is about, such as `(c) => c.req.header('x-org-id')`. */
export type SelectOrg<Env extends object = object> = core.SelectOrgFrom<Context<{ Bindings: Env }>>

/**
 * Guards for Hono, in any order: each checks for itself, whatever ran before. They throw an `HTTPException` that
 * carries the finished response, and make a `TypeError` of wrong options when they are made.
 */
export interface HonoPropelAuth<Env extends object, Role extends string, Permission extends string> {
  /** Admits users: sets `c.var.user` and `c.var.principal`. */
  requireUser(options?: core.GuardOptions): Guard<core.UserContext<Role, Permission>>
  /** Admits everyone: `c.var.user` is `null` without a valid token. Keys that cannot be had are still a 503. */
  optionalUser(options?: core.OptionalUserOptions): Guard<core.OptionalUserContext<Role, Permission>>
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
  requireOrgMember(
    options?: core.OrgGuardOptions<SelectOrg<Env>, Role, Permission>,
  ): Guard<core.OrgContext<Role, Permission>>
  /** The user that a guard of this instance has admitted. Throws an `Error` that names the guard if none has. */
  getUser(c: Context): core.User<Role, Permission>
  /** The org that `requireOrgMember` has admitted the user to. Throws an `Error` if it has not run. */
  getOrg(c: Context): core.OrgMemberInfo<Role, Permission>
  /** The core instance for `c.env`: `validateRequest`, `authenticateRequest`, `prefetchKeys` and the rest. */
  for(env?: Env): core.PropelAuth<Role, Permission>
}

/** An object with a getter, since Hono answers with an exception where the server has no execution context. */
const platformOf = (c: Context): Pick<core.GuardOptions, 'waitUntil'> => ({
  get waitUntil() {
    try {
      const { executionCtx } = c
      return (promise: Promise<unknown>) => executionCtx.waitUntil(promise)
    } catch {
      return undefined
    }
  },
})

function orThrow<Value>(value: Value | null | undefined, guard: string): Value {
  if (!value) throw new Error(`Nobody was admitted here: mount ${guard} before this handler`)
  return value
}

/** The user of the last guard that ran, with roles and permissions as strings. Throws as `propelAuth.getUser` does. */
export const getUser = (c: Context): core.User =>
  orThrow(c.get('user') instanceof User ? c.get('user') : null, 'requireUser()')

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
  // By instance, so that neither another instance's user nor a variable of the same name is taken for ours.
  const admitted = new WeakMap<Context, Partial<core.OrgContext<Role, Permission>>>()

  const toMiddleware =
    <Variables extends object>(guard: core.RequestGuard<Variables, Role, Permission, Context>): Guard<Variables> =>
    async (c: Context, next) => {
      try {
        const variables = await guard(forEnv(c.env), c.req.raw, platformOf(c), c)
        admitted.set(c, { ...admitted.get(c), ...variables })
        for (const [name, value] of Object.entries(variables)) c.set(name, value)
      } catch (error) {
        if (!isAuthError(error)) throw error
        throw new HTTPException(error.status, { res: error.toResponse(), cause: error })
      }
      await next()
    }

  return {
    requireUser: (guardOptions) => toMiddleware(createUserGuard(guardOptions)),
    optionalUser: (guardOptions) => toMiddleware(createOptionalUserGuard(guardOptions)),
    requireOrgMember: (guardOptions) => toMiddleware(createOrgGuard(guardOptions, (c) => c.req.param('orgId'))),
    getUser: (c) => orThrow(admitted.get(c)?.user, 'requireUser()'),
    getOrg: (c) => orThrow(admitted.get(c)?.org, 'requireOrgMember()'),
    for: forEnv,
  }
}
