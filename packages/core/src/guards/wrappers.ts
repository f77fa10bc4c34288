import type { MaybePromise } from '../async/maybe-promise.js'
import type { RequestContext } from '../request/request-context.js'
import { errorResponse } from '../response/auth-error.js'
import { toResponse } from '../response/challenge.js'
import { isRefusal } from '../response/refusal.js'
import type { CredentialKind } from '../user/principal.js'
import type { Authenticator } from './authenticator.js'
import type { OptionalUserContext, OrgContext, UserContext } from './context.js'
import { createOptionalUserGuard, createOrgGuard, createUserGuard, type Guard } from './guard.js'
import type { GuardOptions, GuardOwner, OptionalUserOptions, OrgGuardOptions } from './guard-options.js'

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
    options: OrgGuardOptions<
      (request: Req, ...platform: Platform) => MaybePromise<string | undefined | null>,
      Role,
      Permission,
      Kind
    > &
      PreflightOption<Req>,
    handler: GuardedHandler<Req, OrgContext<Role, Permission, Kind>, Platform>,
  ): FetchHandler<Req, Platform>
}

const isPreflight = ({ method, headers }: Request) =>
  method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method')

/** Most platforms pass a context with `waitUntil` after the request: Workers, Vercel, Netlify. */
export function requestContextOf(platform: readonly unknown[]): RequestContext {
  const context = platform.find(
    (value): value is { waitUntil(promise: Promise<unknown>): void } =>
      typeof (value as { waitUntil?: unknown } | null | undefined)?.waitUntil === 'function',
  )
  // Called as a method: unbound, it throws on Workers.
  return context ? { waitUntil: (promise) => context.waitUntil(promise) } : {}
}

/** A handler without its types, which the signature of the wrapper has checked. */
export type AnyHandler = GuardedHandler<never, never, never[]>

/**
 * The frame of all wrappers: preflight, guard, handler. The handler runs only with the guard's context; an `AuthError`
 * thrown inside becomes its response.
 */
export function wrapHandler(
  findAuthenticator: (...platform: unknown[]) => Authenticator,
  guard: Guard<object, [request: Request, ...platform: unknown[]]>,
  handler: AnyHandler,
): FetchHandler<Request, unknown[]> {
  const { detail, preflight } = guard.options
  const run = handler as GuardedHandler<Request, object, unknown[]>
  return async (request, ...platform) => {
    if (preflight && isPreflight(request)) return preflight(request)
    try {
      const authenticator = findAuthenticator(...platform)
      const context = await guard.admit(authenticator, request, requestContextOf(platform), [request, ...platform])
      if (isRefusal(context)) return toResponse(context, authenticator.parts.challenge, detail)
      return await run(request, context, ...platform)
    } catch (error) {
      return errorResponse(error, { detail })
    }
  }
}

export function createWrappers<Role extends string, Permission extends string>(
  getAuthenticator: () => Authenticator,
  owner: GuardOwner,
): Wrappers<Role, Permission> {
  const wrappers = {
    withUser: (handler: AnyHandler, options?: object) =>
      wrapHandler(getAuthenticator, createUserGuard(options, owner, ['preflight']), handler),
    withOptionalUser: (handler: AnyHandler, options?: object) =>
      wrapHandler(getAuthenticator, createOptionalUserGuard(options, owner, ['preflight']), handler),
    withOrgMember: (options: object, handler: AnyHandler) =>
      wrapHandler(getAuthenticator, createOrgGuard(options, undefined, owner, ['preflight']), handler),
  }
  // The wrappers are made once for all roles, permissions and kinds; the interface names those of the call.
  return wrappers as unknown as Wrappers<Role, Permission>
}
