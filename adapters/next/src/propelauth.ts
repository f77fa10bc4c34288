import type * as core from '@propelauth-edge/core'
import { createPropelAuth as createCorePropelAuth } from '@propelauth-edge/core'
import { type AnyHandler, authenticatorOf, createOrgGuard, wrapHandler } from '@propelauth-edge/core/adapter'
import type { NextRequest } from 'next/server.js'

/** What Next.js passes to a route handler after the request: `RouteContext<'/users/[id]'>`, or the same by hand. */
export interface RouteContextLike {
  readonly params: Promise<unknown>
}

/** The context of a route whose type is not given. */
interface AnyRouteContext {
  readonly params: Promise<Record<string, string | string[] | undefined>>
}

/** A route handler as Next.js calls it. */
export type RouteHandler<Context extends RouteContextLike> = (
  request: NextRequest,
  context: Pick<Context, 'params'>,
) => Promise<Response>

/** A route handler that also gets the user, or the principal, beside the `params` of its route. */
export type GuardedHandler<Identity, Context extends RouteContextLike> = (
  request: NextRequest,
  context: Context & Identity,
) => Response | Promise<Response>

/** Selects the org of a request. No org, or one the user is no member of, is 403. */
export type SelectOrg<Context extends RouteContextLike> = core.SelectOrg<
  [request: NextRequest, context: Pick<Context, 'params'>]
>

/** Requires the option `orgId` for a route that is known to have no parameter of this name. */
type OrgIdOption<Context extends RouteContextLike, Params = Awaited<Context['params']>> = unknown extends Params
  ? unknown
  : 'orgId' extends keyof Params
    ? unknown
    : { readonly orgId: SelectOrg<Context> }

/** Guards for route handlers, beside everything that a core instance does. */
export interface NextPropelAuth<Role extends string = string, Permission extends string = string>
  extends Omit<core.PropelAuth<Role, Permission>, keyof core.Wrappers<Role, Permission>> {
  /**
   * Runs the handler for requests with a valid token and answers all others: never a redirect, never a 404. An
   * `AuthError` thrown inside becomes its response, too; `redirect()` and `notFound()` go on to Next.js.
   *
   * @example
   * ```ts
   * export const GET = propelAuth.withUser<RouteContext<'/users/[id]'>>(async (_request, { user, params }) => {
   *   const { id } = await params
   *   return Response.json({ id, by: user.userId })
   * })
   * ```
   */
  withUser<Context extends RouteContextLike = AnyRouteContext, Kind extends core.CredentialKind = 'user'>(
    handler: GuardedHandler<core.UserContext<Role, Permission, Kind>, Context>,
    options?: core.GuardOptions<Kind> & core.PreflightOption<NextRequest>,
  ): RouteHandler<Context>
  /** The same, with `user: null` for requests without a valid token. Unavailable keys are still a 503. */
  withOptionalUser<Context extends RouteContextLike = AnyRouteContext, Kind extends core.CredentialKind = 'user'>(
    handler: GuardedHandler<core.OptionalUserContext<Role, Permission, Kind>, Context>,
    options?: core.OptionalUserOptions<Kind> & core.PreflightOption<NextRequest>,
  ): RouteHandler<Context>
  /**
   * Runs the handler for members of an org who meet the requirement. The org is that of the route parameter `orgId`,
   * or the one that the option `orgId` selects; never the user's active org by itself.
   * @throws {TypeError} at once, for a requirement with an unknown, empty or undefined member; on a request, where the
   * route has no parameter `orgId` and the option is not given
   *
   * @example
   * ```ts
   * export const GET = propelAuth.withOrgMember({ minimumRole: 'Admin' }, (_request, { user, org }) =>
   *   Response.json({ org: org.orgName, by: user.userId }),
   * )
   * ```
   */
  withOrgMember<Context extends RouteContextLike = AnyRouteContext, Kind extends core.CredentialKind = 'user'>(
    options: core.OrgGuardOptions<SelectOrg<Context>, Role, Permission, Kind> &
      core.PreflightOption<NextRequest> &
      OrgIdOption<Context>,
    handler: GuardedHandler<core.OrgContext<Role, Permission, Kind>, Context>,
  ): RouteHandler<Context>
}

/**
 * The route parameter `orgId`. A list (of a catch-all route) or an empty value is no org: core refuses it with 403.
 * @throws {TypeError} for a route without the parameter, which is the app's mistake and not the user's
 */
async function orgIdParam(_request: NextRequest, { params }: RouteContextLike) {
  const found: { orgId?: string } = { ...((await params) as object | undefined) }
  if ('orgId' in found) return found.orgId
  const names = Object.keys(found).map((name) => `"${name}"`)
  throw new TypeError(
    `withOrgMember: the route has no parameter "orgId", found ${names.join(', ') || 'none'}. Name its folder [orgId], or ` +
      'select the org: { orgId: (request, { params }) => … }',
  )
}

/** Adapts a handler to the arguments of core, which passes the context of Next.js last. */
const withParams =
  <Identity extends object, Context extends RouteContextLike>(handler: GuardedHandler<Identity, Context>) =>
  (request: NextRequest, identity: Identity, { params }: Pick<Context, 'params'>) =>
    handler(request, { ...identity, params } as Identity & Context)

/**
 * Reads `request.headers` first. `next build` prerenders GET handlers that read nothing of the request; this makes them
 * dynamic before the options are read, whose environment only the server has.
 */
const onServer =
  <Context extends RouteContextLike>(handler: RouteHandler<Context>): RouteHandler<Context> =>
  async (request, context) =>
    request.headers && handler(request, context)

/**
 * Guards for route handlers of Next.js, from core's options. A function is called at the first request: `next build`
 * evaluates modules without the environment of the server.
 *
 * @throws {TypeError} for wrong options, saying what to change
 *
 * @example
 * ```ts
 * export const propelAuth = createPropelAuth(() => ({ authUrl: process.env.PROPELAUTH_AUTH_URL }))
 * ```
 */
export function createPropelAuth<const Role extends string = string, const Permission extends string = string>(
  options: core.PropelAuthOptions<Role, Permission> | (() => core.PropelAuthOptions<Role, Permission>),
): NextPropelAuth<Role, Permission> {
  const instance = createCorePropelAuth(options)
  return {
    ...instance,
    withUser: (handler, guard) => onServer(instance.withUser(withParams(handler), guard)),
    withOptionalUser: (handler, guard) => onServer(instance.withOptionalUser(withParams(handler), guard)),
    withOrgMember<Context extends RouteContextLike>(guardOptions: object, handler: GuardedHandler<never, Context>) {
      const guard = createOrgGuard(guardOptions, orgIdParam, options, ['preflight'])
      // Core passes the context of Next.js as one more platform argument, which `AnyHandler` does not describe.
      const guarded: unknown = wrapHandler(() => authenticatorOf(instance), guard, withParams(handler) as AnyHandler)
      return onServer(guarded as RouteHandler<Context>)
    },
  }
}
