import { isAuthError, type PropelAuth, type RequestLike, type TokenSource } from '@propelauth-edge/core'
import { checkPlainObject, methodFromHeaders, settingsOf } from '@propelauth-edge/core/adapter'
import {
  createSessions as createSessionsOfCore,
  type LoginUrlOptions,
  type RequestContext,
  type Session,
  type SessionOptions,
  type Sessions,
  type UserSession,
} from '@propelauth-edge/session'
// From its file: route handlers cannot bundle `next/navigation.js`, and Node does not find `next/navigation`.
import { redirect } from 'next/dist/client/components/redirect.js'
import { headers } from 'next/headers.js'
import { connection, type NextRequest, type NextResponse } from 'next/server.js'
import { toInternal } from './internal-request.js'
import { passOn, pathHeader } from './session-proxy.js'

/** The session in every place where Next.js runs code. */
export interface NextSessions<Role extends string = string, Permission extends string = string> {
  /** For `app/api/auth/[...propelauth]/route.ts`: the routes of the session, and 404 for every other path. */
  GET(request: NextRequest): Promise<Response>
  POST(request: NextRequest): Promise<Response>
  /**
   * For `proxy.ts`, or as `middleware` for `middleware.ts`. Refreshes the session of each request; its new cookies reach
   * the browser, and the pages, actions and route handlers of the same request. Headers `x-propelauth-*` from outside are
   * dropped.
   */
  proxy(request: NextRequest, event?: RequestContext): Promise<NextResponse>
  /**
   * The session. Without a request, that of the current page, action or route handler. It is only read, since the proxy
   * has refreshed it. With a request, for route handlers and for a proxy of your own, it is refreshed, and the answer
   * must have its `setCookies`.
   */
  getSession(request?: RequestLike, context?: RequestContext): Promise<Session<Role, Permission>>
  /**
   * The session of a user. Without a request, a visitor is sent to the login by `redirect()` of Next.js, and comes back
   * to the page.
   * @throws {AuthError} with a request, 401 without a session. 403 `cross_site_request` for an action or an unsafe method
   * from another origin. 503 `session_unavailable` while the service is away, or if the proxy does not run for the page
   */
  requireSession(request?: RequestLike, context?: RequestContext): Promise<UserSession<Role, Permission>>
  /** The URL that starts a login. */
  loginUrl(options?: LoginUrlOptions): string
  /** The session for the guards of route handlers: `withUser(handler, { tokenFrom })`. */
  readonly tokenFrom: TokenSource
}

/** Pages cannot set cookies. Actions can; the proxy has refreshed their session as well. */
const readOnly = { readOnly: true }

/** The request as `next/headers` shows it: without its method and URL. */
async function readRequest(): Promise<RequestLike> {
  // Nothing here may be rendered ahead of its request: what is valid depends on the time.
  await connection()
  const found = await headers()
  return { method: methodFromHeaders({ headers: found }), headers: found }
}

/** The options with a `fetch` past every cache: a segment with `fetchCache = 'force-cache'` would cache a refresh. */
function withInternalFetch<Options extends Pick<SessionOptions, 'fetch'>>(
  instance: PropelAuth,
  options: Options,
): Options {
  // Inherited and hidden members would be lost in the copy.
  checkPlainObject('createSessions', options, Object.keys(options))
  const { fetch = settingsOf(instance).fetch } = options
  return { ...options, fetch: typeof fetch === 'function' ? (url, init) => fetch(url, toInternal(init)) : fetch }
}

/**
 * Login and sessions for an app of Next.js. Options and instance are first used by a request: `next build` evaluates
 * modules without the environment of the server.
 *
 * @example
 * ```ts
 * export const { GET, POST, proxy, getSession, requireSession } = createSessions(propelAuth, () => ({
 *   apiKey: process.env.PROPELAUTH_API_KEY,
 *   appUrl: process.env.PROPELAUTH_APP_URL,
 * }))
 * ```
 */
export function createSessions<Role extends string = string, Permission extends string = string>(
  propelAuth: Pick<PropelAuth<Role, Permission>, 'authenticateRequest'>,
  options: SessionOptions<Role, Permission> | (() => SessionOptions<Role, Permission>),
): NextSessions<Role, Permission> {
  let made: Sessions<Role, Permission> | undefined
  function sessions() {
    const instance = propelAuth as PropelAuth<Role, Permission>
    made ??= createSessionsOfCore(
      instance,
      withInternalFetch(instance, typeof options === 'function' ? options() : options),
    )
    if (new URL(made.loginUrl()).pathname === '/login')
      throw new TypeError('createSessions: in Next.js, basePath must not be "/"')
    return made
  }

  /** Reading the headers first keeps `next build` from prerendering a route: the build has no environment. */
  const sessionsFor = ({ headers }: RequestLike) => headers && sessions()

  const handle = async (request: NextRequest) =>
    (await sessionsFor(request).handler(request)) ?? new Response(null, { status: 404 })

  async function getHere() {
    const request = await readRequest()
    return sessions().getSession(request, readOnly)
  }

  async function requireHere() {
    const request = await readRequest()
    const returnTo = request.headers.get(pathHeader) ?? undefined
    return sessions()
      .requireSession(request, readOnly)
      .catch((error: unknown) => {
        if (isAuthError(error) && error.status === 401) redirect(sessions().loginUrl({ returnTo }))
        throw error
      })
  }

  return {
    GET: handle,
    POST: handle,
    proxy: async (request, event) => passOn(sessions(), request, event),
    getSession: async (request, context) => (request ? sessionsFor(request).getSession(request, context) : getHere()),
    requireSession: async (request, context) =>
      request ? sessionsFor(request).requireSession(request, context) : requireHere(),
    loginUrl: (given) => sessions().loginUrl(given),
    tokenFrom: (request) => sessions().tokenFrom(request),
  }
}
