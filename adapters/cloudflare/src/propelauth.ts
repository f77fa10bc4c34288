import type * as core from '@propelauth-edge/core'
import {
  type AnyHandler,
  authenticatorOf,
  createOptionalUserGuard,
  createOrgGuard,
  createUserGuard,
  type Guard,
  memoizeByEnv,
  wrapHandler,
} from '@propelauth-edge/core/adapter'
import { guardWorker } from './guard-worker.js'

/** The part of a Worker's `ExecutionContext` that is used; the state of a Durable Object has it as well. */
export interface WorkerContext {
  waitUntil(promise: Promise<unknown>): void
}

type Reply = Response | Promise<Response>
type Kind = core.CredentialKind
type Ctx = WorkerContext
type Options<Own, K extends Kind> = Own & core.PreflightOption<Request> & Pick<core.GuardOptions<K>, 'accept'>

/** Finds the org a request is about. Asked for users only; what it does not find is refused with 403. */
export type SelectOrg<Env> = core.SelectOrg<[request: Request, env: Env, ctx: WorkerContext]>

/** A `fetch` handler that also gets who the request is from, always as its fourth argument. */
export type GuardedFetch<Who, Req, Env, Ctx> = (request: Req, env: Env, ctx: Ctx, who: Who) => Reply

/** A Worker whose `fetch` is guarded; all else in it is as it was. */
export type GuardedWorker<Worker, Fetch> = {
  [Name in keyof Worker]: Name extends 'fetch' ? unknown : Worker[Name]
} & { fetch: Fetch }

/** Guards a `fetch` handler, given alone or in the object of all handlers. What is accepted selects the type in `Who`. */
export interface GuardWorker<Who extends Record<Kind, unknown>, Env extends object, Own> {
  <Req extends Request = Request, E extends Env = Env, C extends Ctx = Ctx, K extends Kind = 'user'>(
    handler: GuardedFetch<Who[K], Req, E, C>,
    options?: Options<Own, K>,
  ): core.FetchHandler<Req, [env: E, ctx: C]>
  <W extends object, Req extends Request = Request, E extends Env = Env, C extends Ctx = Ctx, K extends Kind = 'user'>(
    worker: W & { fetch: GuardedFetch<Who[K], Req, E, C> },
    options?: Options<Own, K>,
  ): GuardedWorker<W, core.FetchHandler<Req, [env: E, ctx: C]>>
}

/** The same with the options first, which cannot be left out. */
export interface GuardWorkerFor<Who extends Record<Kind, unknown>, Env extends object, Own> {
  <Req extends Request = Request, E extends Env = Env, C extends Ctx = Ctx, K extends Kind = 'user'>(
    options: Options<Own, K>,
    handler: GuardedFetch<Who[K], Req, E, C>,
  ): core.FetchHandler<Req, [env: E, ctx: C]>
  <W extends object, Req extends Request = Request, E extends Env = Env, C extends Ctx = Ctx, K extends Kind = 'user'>(
    options: Options<Own, K>,
    worker: W & { fetch: GuardedFetch<Who[K], Req, E, C> },
  ): GuardedWorker<W, core.FetchHandler<Req, [env: E, ctx: C]>>
}

/** Guards for Workers, and what core asks of a request with the environment and the context as a Worker gets them. */
export interface WorkerPropelAuth<Env extends object, Role extends string, Permission extends string> {
  /**
   * Runs `fetch` for requests with a valid token and answers all others. Takes the handler alone or the whole Worker,
   * whose `scheduled`, `queue` and so on stay as they are. An `AuthError` thrown inside becomes its response, too.
   *
   * @example
   * ```ts
   * export default propelAuth.withUser({
   *   async fetch(request, env, ctx, { user }) {
   *     return Response.json({ userId: user.userId })
   *   },
   * })
   * ```
   */
  withUser: GuardWorker<{ [K in Kind]: core.UserContext<Role, Permission, K> }, Env, core.GuardOptions<Kind>>
  /** The same, with `user: null` for requests without a valid token. Unavailable keys are still a 503. */
  withOptionalUser: GuardWorker<
    { [K in Kind]: core.OptionalUserContext<Role, Permission, K> },
    Env,
    core.OptionalUserOptions<Kind>
  >
  /**
   * Runs `fetch` for members of the org of `orgId(request, env, ctx)` who meet the requirement.
   * @throws {TypeError} at once, for options with an unknown, empty or undefined member
   */
  withOrgMember: GuardWorkerFor<
    { [K in Kind]: core.OrgContext<Role, Permission, K> },
    Env,
    core.OrgGuardOptions<SelectOrg<Env>, Role, Permission, Kind>
  >
  /** The core instance for an environment: `authenticateRequest`, `validateToken`, `prefetchKeys` and the rest. */
  for(env?: Env): core.PropelAuth<Role, Permission>
  /**
   * The user of a request, for use inside a handler or a Durable Object. Throws as core's function of this name does,
   * which `for(env)` has with its options.
   */
  validateRequest(request: core.RequestLike, env?: Env, ctx?: WorkerContext): Promise<core.User<Role, Permission>>
}

/**
 * Guards for Cloudflare Workers that admit PropelAuth users, from core's options or a function of the environment.
 *
 * @throws {TypeError} for wrong options, saying what to change
 *
 * @example
 * ```ts
 * const propelAuth = createPropelAuth((env: Env) => ({ authUrl: env.PROPELAUTH_AUTH_URL }))
 *
 * export default { fetch: propelAuth.withUser((request, env, ctx, { user }) => Response.json(user)) }
 * ```
 */
export function createPropelAuth<
  Env extends object = object,
  const Role extends string = string,
  const Permission extends string = string,
>(
  options: core.PropelAuthOptions<Role, Permission> | ((env: Env) => core.PropelAuthOptions<Role, Permission>),
): WorkerPropelAuth<Env, Role, Permission> {
  const forEnv = memoizeByEnv(options)

  const guard = (worker: unknown, of: Guard<object, [request: Request, ...platform: unknown[]]>) =>
    guardWorker(worker, (handler) => {
      const fourArguments = (request: Request, who: object, env: unknown, ctx: unknown) =>
        handler(request, env, ctx, who)
      // A Worker always gets its environment; the signature of the guard has checked the handler.
      return wrapHandler((env) => authenticatorOf(forEnv(env as Env)), of, fourArguments as AnyHandler)
    })

  const guards = {
    withUser: (worker: unknown, guardOptions?: object) =>
      guard(worker, createUserGuard(guardOptions, options, ['preflight'])),
    withOptionalUser: (worker: unknown, guardOptions?: object) =>
      guard(worker, createOptionalUserGuard(guardOptions, options, ['preflight'])),
    withOrgMember: (guardOptions: object, worker: unknown) =>
      guard(worker, createOrgGuard(guardOptions, undefined, options, ['preflight'])),
    for: forEnv,
    validateRequest: (request: core.RequestLike, env?: Env, ctx?: WorkerContext) =>
      forEnv(env).validateRequest(request, ctx && { waitUntil: (work) => ctx.waitUntil(work) }),
  }
  // The guards are made once for all roles, permissions and kinds; the interface names those of the call.
  return guards as unknown as WorkerPropelAuth<Env, Role, Permission>
}
