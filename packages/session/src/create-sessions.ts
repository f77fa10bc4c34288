import type { PropelAuth, RequestLike, TokenSource } from '@propelauth-edge/core'
import { createBoundedMap } from '@propelauth-edge/core/adapter'
import { readVisit } from './cookies/session-cookies.js'
import { mostTokens } from './options/limits.js'
import type { SessionOptions } from './options/options.js'
import type { RequestContext } from './options/request-context.js'
import { readSettings } from './options/settings.js'
import { type LoginUrlOptions, toLoginUrl } from './paths/login-url.js'
import type { App } from './refresh/app.js'
import { createBackoff } from './refresh/backoff.js'
import { answer } from './routes/router.js'
import { connect } from './service/service.js'
import { find } from './session/find-session.js'
import { requireUser } from './session/require-session.js'
import type { Session, UserSession } from './session/session.js'
import { readSessionToken } from './session/token-source.js'

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
  const app: App = {
    ...settings,
    send: connect(settings),
    known: createBoundedMap(mostTokens),
    backoff: createBackoff(settings.now),
    seen: new WeakMap(),
  }

  const getSession = async (request: RequestLike, context?: RequestContext) =>
    find(app, readVisit(app, request, context))
  const sessions: Sessions = {
    handler: (request, context) => answer(app, request, context),
    getSession,
    requireSession: async (request, context) => requireUser(app, request, await getSession(request, context)),
    loginUrl: (given) => toLoginUrl(app, given),
    tokenFrom: (request) => readSessionToken(app, request),
  }
  return sessions as Sessions<Role, Permission>
}
