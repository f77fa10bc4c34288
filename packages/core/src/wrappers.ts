import { errorResponse } from './auth-error.js'
import { decideOrgAccess } from './authorize.js'
import { Refusal } from './errors.js'
import {
  checkGuardOptions,
  type GuardOptions,
  type OptionalUserOptions,
  type OrgGuardOptions,
  readOrgGuardOptions,
} from './guard.js'
import type { OrgMemberInfo, User } from './user.js'

type MaybePromise<Value> = Value | Promise<Value>

/** A Fetch handler: what the platform passes after the request comes through as it is. */
export type FetchHandler<Req, Platform extends readonly unknown[]> = (
  request: Req,
  ...platform: Platform
) => Promise<Response>

/** A handler that also gets who the request is from. */
export type GuardedHandler<Req, Context, Platform extends readonly unknown[]> = (
  request: Req,
  context: Context,
  ...platform: Platform
) => MaybePromise<Response>

export interface PreflightOption<Req> {
  /** Answers true CORS preflights in place of the handler, which never sees a request without a user. */
  readonly preflight?: ((request: Req) => MaybePromise<Response>) | undefined
}

/** Finds the org a request is about. What it does not find is refused with 403. */
export type SelectOrg<Req, Platform extends readonly unknown[]> = (
  request: Req,
  ...platform: Platform
) => MaybePromise<string | undefined | null>

/** The wrappers around a Fetch handler, for Workers, Vercel, Deno, Bun and every other runtime of this form. */
export interface Wrappers<Role extends string, Permission extends string> {
  /**
   * Runs the handler for requests with a valid token and answers all others. An `AuthError` thrown inside becomes
   * its response, too.
   *
   * @example
   * ```ts
   * Deno.serve(propelAuth.withUser((request, { user }) => Response.json({ userId: user.userId })))
   * ```
   */
  withUser<Platform extends unknown[], Req extends Request = Request>(
    handler: GuardedHandler<Req, { user: User<Role, Permission> }, Platform>,
    options?: GuardOptions & PreflightOption<Req>,
  ): FetchHandler<Req, Platform>
  /** The same, with `user: null` for requests without a valid token. */
  withOptionalUser<Platform extends unknown[], Req extends Request = Request>(
    handler: GuardedHandler<Req, { user: User<Role, Permission> | null }, Platform>,
    options?: OptionalUserOptions & PreflightOption<Req>,
  ): FetchHandler<Req, Platform>
  /**
   * Runs the handler for members of the selected org who meet the requirement.
   * @throws {TypeError} at once, for a requirement with an unknown, empty or undefined member
   *
   * @example
   * ```ts
   * const handler = propelAuth.withOrgMember(
   *   { orgId: (request) => new URL(request.url).searchParams.get('org'), minimumRole: 'Admin' },
   *   (request, { org }) => Response.json({ org: org.orgName }),
   * )
   * ```
   */
  withOrgMember<Platform extends unknown[], Req extends Request = Request>(
    options: OrgGuardOptions<SelectOrg<Req, Platform>, Role, Permission> & PreflightOption<Req>,
    handler: GuardedHandler<Req, { user: User<Role, Permission>; org: OrgMemberInfo<Role, Permission> }, Platform>,
  ): FetchHandler<Req, Platform>
}

/** What the wrappers need of an instance. */
export interface WrapperPorts {
  identify(request: Request, guard: GuardOptions): Promise<User | Refusal>
  identifyOptional(request: Request, guard: OptionalUserOptions): Promise<User | Refusal | null>
  respond(refusal: Refusal, guard: GuardOptions): Response
}

const isPreflight = ({ method, headers }: Request) =>
  method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method')

/** Most platforms pass a context with `waitUntil` after the request: Workers, Vercel, Netlify. */
function waitUntilOf(platform: readonly unknown[]): GuardOptions['waitUntil'] {
  const context = platform.find(
    (value): value is { waitUntil(promise: Promise<unknown>): void } =>
      typeof (value as { waitUntil?: unknown } | null | undefined)?.waitUntil === 'function',
  )
  return context && ((promise) => context.waitUntil(promise))
}

export function createWrappers<Role extends string, Permission extends string>({
  identify,
  identifyOptional,
  respond,
}: WrapperPorts): Wrappers<Role, Permission> {
  /** The frame of all three: preflight, who it is, the handler's context, the handler. */
  function wrap<Req extends Request, Context, Platform extends unknown[]>(
    { preflight, ...options }: GuardOptions & PreflightOption<Req>,
    admit: (request: Req, guard: GuardOptions, platform: Platform) => Promise<Context | Refusal>,
    handler: GuardedHandler<Req, Context, Platform>,
  ): FetchHandler<Req, Platform> {
    return async (request, ...platform) => {
      if (preflight && isPreflight(request)) return preflight(request)
      const guard = { ...options, waitUntil: options.waitUntil ?? waitUntilOf(platform) }
      try {
        const context = await admit(request, guard, platform)
        return context instanceof Refusal ? respond(context, guard) : await handler(request, context, ...platform)
      } catch (error) {
        return errorResponse(error, guard)
      }
    }
  }

  return {
    withUser(handler, options = {}) {
      checkGuardOptions(options, ['preflight'])
      const admit = async (request: Request, guard: GuardOptions) => {
        const user = (await identify(request, guard)) as User<Role, Permission> | Refusal
        return user instanceof Refusal ? user : { user }
      }
      return wrap(options, admit, handler)
    },

    withOptionalUser(handler, options = {}) {
      checkGuardOptions(options, ['preflight', 'onInvalid'])
      const admit = async (request: Request, guard: OptionalUserOptions) => {
        const user = (await identifyOptional(request, guard)) as User<Role, Permission> | Refusal | null
        return user instanceof Refusal ? user : { user }
      }
      return wrap(options, admit, handler)
    },

    withOrgMember(options, handler) {
      const { requirement, guard: guardOptions, orgId } = readOrgGuardOptions(options, ['preflight'])
      return wrap(
        guardOptions,
        async (request, guard, platform) => {
          const user = (await identify(request, guard)) as User<Role, Permission> | Refusal
          if (user instanceof Refusal) return user
          const org = decideOrgAccess(user, await orgId(request, ...platform), requirement)
          return org instanceof Refusal ? org : { user, org }
        },
        handler,
      )
    },
  }
}
