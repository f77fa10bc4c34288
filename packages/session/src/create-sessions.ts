import type { PropelAuth, RequestLike, TokenSource } from '@propelauth-edge/core'
import type { SessionOptions } from './options/options.js'
import type { RequestContext } from './options/request-context.js'
import { readSettings } from './options/settings.js'
import { type LoginUrlOptions, toLoginUrl } from './paths/login-url.js'
import { createBackoff } from './refresh/backoff.js'
import { createRefresher } from './refresh/refresher.js'
import { handle } from './routes/router.js'
import { createService } from './service/service.js'
import { findSession } from './session/find-session.js'
import { requireSession } from './session/require-session.js'
import type { Session, UserSession } from './session/session.js'
import { createTokenSource, type FoundSessions } from './session/token-source.js'

export interface Sessions<Role extends string = string, Permission extends string = string> {
  /**
   * Answers requests to the routes below `basePath`: `login`, `signup`, `callback`, `session`, `userinfo`, `logout` and
   * `set-active-org`. `undefined` for every other path.
   */
  handler(request: Request, context?: RequestContext): Promise<Response | undefined>
  /** The session of a request, refreshed if it is about to expire. The answer must have its `setCookies`: see `apply`. */
  getSession(request: RequestLike, context?: RequestContext): Promise<Session<Role, Permission>>
  /**
   * The session of a request that must have a user.
   * @throws {AuthError} 401 without a session; its response leads a navigation to the login (302). 403
   * `cross_site_request` for an unsafe method from another origin. 503 `session_unavailable` while the service is away
   */
  requireSession(request: RequestLike, context?: RequestContext): Promise<UserSession<Role, Permission>>
  /** The URL that starts a login. */
  loginUrl(options?: LoginUrlOptions): string
  /**
   * Reads the access token of the session's cookies, for the guards of core and the adapters. After `getSession` for the
   * same request object, it is that of the session.
   */
  readonly tokenFrom: TokenSource
}

/**
 * Login and sessions for an app that renders on a server, with PropelAuth's hosted pages. Make one and keep it.
 *
 * @throws {TypeError} for wrong options, saying what to change
 *
 * @example
 * ```ts
 * const sessions = createSessions(propelAuth, {
 *   apiKey: env.PROPELAUTH_API_KEY,
 *   appUrl: 'https://app.example.com',
 * })
 *
 * export default {
 *   async fetch(request: Request): Promise<Response> {
 *     const answer = await sessions.handler(request)
 *     if (answer) return answer
 *     const session = await sessions.getSession(request)
 *     return session.apply(new Response(`Hello ${session.user?.email ?? 'visitor'}`))
 *   },
 * }
 * ```
 */
export function createSessions<Role extends string = string, Permission extends string = string>(
  propelAuth: PropelAuth<Role, Permission>,
  options: SessionOptions<Role, Permission>,
): Sessions<Role, Permission> {
  const settings = readSettings(propelAuth as PropelAuth, options as SessionOptions)
  const { now, timeoutMs, report } = settings
  const service = createService(settings)
  const refresher = createRefresher({ service, backoff: createBackoff(now), report }, now, timeoutMs)
  const parts = { settings, service, refresher }
  const found: FoundSessions = new WeakMap()
  async function remember<Found extends Session>(request: RequestLike, finding: Promise<Found>): Promise<Found> {
    const session = await finding
    found.set(request, session)
    return session
  }
  const find = async (request: RequestLike, context: RequestContext) =>
    (await findSession(parts, request, context)).session
  const sessions: Sessions = {
    handler: (request, context = {}) => handle(request, context, parts),
    getSession: (request, context = {}) => remember(request, find(request, context)),
    requireSession: (request, context = {}) => remember(request, requireSession(parts, request, context)),
    loginUrl: (given) => toLoginUrl(settings, given),
    tokenFrom: createTokenSource(settings, found),
  }
  return sessions as Sessions<Role, Permission>
}
