import type { decideOrgAccess } from '../access/authorize.js'
import { errorResponse } from '../response/auth-error.js'
import { isRefusal, type Refusal } from '../response/refusal.js'
import type { CredentialKind, Principal } from '../user/principal.js'
import {
  type OptionalUserContext,
  type OrgContext,
  toOptionalUserContext,
  toUserContext,
  type UserContext,
} from './context.js'
import {
  checkGuardOptions,
  type GuardOptions,
  type GuardOwner,
  type OptionalUserOptions,
  type OrgGuardOptions,
  readOrgGuardOptions,
} from './guard.js'

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
   * Runs the handler for requests with a valid credential and answers all others. An `AuthError` thrown inside becomes
   * its response, too.
   *
   * @example
   * ```ts
   * Deno.serve(propelAuth.withUser((request, { user }) => Response.json({ userId: user.userId })))
   * ```
   */
  withUser<Platform extends unknown[], Req extends Request = Request, Kind extends CredentialKind = 'user'>(
    handler: GuardedHandler<Req, UserContext<Role, Permission, Kind>, Platform>,
    options?: GuardOptions<Kind> & PreflightOption<Req>,
  ): FetchHandler<Req, Platform>
  /** The same, with `user: null` for requests without a valid credential. */
  withOptionalUser<Platform extends unknown[], Req extends Request = Request, Kind extends CredentialKind = 'user'>(
    handler: GuardedHandler<Req, OptionalUserContext<Role, Permission, Kind>, Platform>,
    options?: OptionalUserOptions<Kind> & PreflightOption<Req>,
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
  withOrgMember<Platform extends unknown[], Req extends Request = Request, Kind extends CredentialKind = 'user'>(
    options: OrgGuardOptions<SelectOrg<Req, Platform>, Role, Permission, Kind> & PreflightOption<Req>,
    handler: GuardedHandler<Req, OrgContext<Role, Permission, Kind>, Platform>,
  ): FetchHandler<Req, Platform>
}

type AnyGuardOptions = GuardOptions<CredentialKind>

/** What the wrappers need of an instance. */
export interface WrapperPorts<Role extends string, Permission extends string> {
  identify(request: Request, guard: AnyGuardOptions): MaybePromise<Principal<Role, Permission> | Refusal>
  identifyOptional(request: Request, guard: AnyGuardOptions): Promise<Principal<Role, Permission> | Refusal | null>
  readonly decide: typeof decideOrgAccess
  respond(refusal: Refusal, guard: AnyGuardOptions): Response
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

export function createWrappers<Role extends string, Permission extends string>(
  { identify, identifyOptional, decide, respond }: WrapperPorts<Role, Permission>,
  owner: GuardOwner,
): Wrappers<Role, Permission> {
  /** The frame of all three: preflight, who it is, the handler's context, the handler. */
  function wrap<Req extends Request, Context, Platform extends unknown[]>(
    { preflight, ...options }: AnyGuardOptions & PreflightOption<Req>,
    admit: (request: Req, guard: AnyGuardOptions, platform: Platform) => Promise<object | Refusal>,
    handler: GuardedHandler<Req, Context, Platform>,
  ): FetchHandler<Req, Platform> {
    return async (request, ...platform) => {
      if (preflight && isPreflight(request)) return preflight(request)
      const guard = { ...options, waitUntil: options.waitUntil ?? waitUntilOf(platform) }
      try {
        const context = await admit(request, guard, platform)
        if (isRefusal(context)) return respond(context, guard)
        return await handler(request, context as Context, ...platform)
      } catch (error) {
        return errorResponse(error, guard)
      }
    }
  }

  return {
    withUser(handler, options = {}) {
      checkGuardOptions(options, ['preflight'], owner)
      const admit = async (request: Request, guard: AnyGuardOptions) => {
        const principal = await identify(request, guard)
        return isRefusal(principal) ? principal : toUserContext(principal)
      }
      return wrap(options, admit, handler)
    },

    withOptionalUser(handler, options = {}) {
      checkGuardOptions(options, ['preflight', 'onInvalid'], owner)
      const admit = async (request: Request, guard: AnyGuardOptions) => {
        const principal = await identifyOptional(request, guard)
        return isRefusal(principal) ? principal : toOptionalUserContext(principal)
      }
      return wrap(options, admit, handler)
    },

    withOrgMember(options, handler) {
      const { requirement, guard: guardOptions, orgId } = readOrgGuardOptions(options, ['preflight'], undefined, owner)
      return wrap(
        guardOptions,
        async (request, guard, platform) => {
          const principal = await identify(request, guard)
          if (isRefusal(principal)) return principal
          const org = decide(principal, await orgId(request, ...platform), requirement)
          return isRefusal(org) ? org : { ...toUserContext(principal), org }
        },
        handler,
      )
    },
  }
}
