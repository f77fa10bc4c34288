import { isAuthError, type TokenSource, type User } from '@propelauth-edge/core'
import type { Session, SessionError, Sessions, UserSession } from '@propelauth-edge/session'
import type { Context, MiddlewareHandler } from 'hono'
import { Platform } from './platform.js'
import { RefusedException } from './refused-exception.js'
import { type OptionsByEnv, type PropelAuthByEnv, sessionsByEnv } from './sessions-by-env.js'

export type {
  CookieOptions,
  Fetch,
  LoginUrlOptions,
  RequestContext,
  Session,
  SessionError,
  SessionEvent,
  SessionJson,
  SessionOptions,
  Sessions,
  Target,
  UserSession,
} from '@propelauth-edge/session'

/** What `session()` sets. */
export interface SessionVariables<Role extends string = string, Permission extends string = string> {
  readonly session: Session<Role, Permission>
  readonly user: User<Role, Permission> | null
}

/** What `requireSession()` sets. */
export interface UserSessionVariables<Role extends string = string, Permission extends string = string> {
  readonly session: UserSession<Role, Permission>
  readonly user: User<Role, Permission>
}

/** Login and sessions as middleware. The cookies of a session are on every answer, errors and redirects included. */
export interface HonoSessions<Env extends object, Role extends string, Permission extends string> {
  /** Answers the routes of the session, such as `/api/auth/login`, and lets every other request pass. */
  routes(): MiddlewareHandler
  /** Admits everyone: sets `c.var.session`, and `c.var.user`, which may be `null`. */
  session(): MiddlewareHandler<{ Variables: SessionVariables<Role, Permission> }>
  /**
   * Admits users. A navigation without a session is led to the login (302) and comes back; any other request is refused:
   * 401, 403 for an unsafe method from another origin, 503 while the service is away.
   */
  requireSession(): MiddlewareHandler<{ Variables: UserSessionVariables<Role, Permission> }>
  /**
   * The session for the guards: `propelAuth.requireUser({ tokenFrom: sessions.tokenFrom })`. Behind `session()` it is the
   * refreshed one.
   */
  readonly tokenFrom: TokenSource
  /** The sessions for `c.env`: `getSession`, `loginUrl` and the rest. */
  for(env?: Env): Sessions<Role, Permission>
}

/** The cookies are also in the context: an error handler may answer in its own way. */
function refuse(c: Context, error: unknown): never {
  if (!isAuthError(error)) throw error
  ;(error as Partial<SessionError>).session?.apply(c.res)
  throw new RefusedException(error)
}

/** Instead of the present response: an assignment alone would bring back headers of that one. */
function answer(c: Context, response: Response): void {
  c.res = undefined
  c.res = response
}

/**
 * Login, logout and server-side sessions for Hono, from the options of `@propelauth-edge/session` or a function of the
 * bindings.
 *
 * @throws {TypeError} for wrong options, saying what to change
 *
 * @example
 * ```ts
 * const sessions = createSessions(propelAuth, (env: Env) => ({
 *   apiKey: env.PROPELAUTH_API_KEY,
 *   appUrl: 'https://app.example.com',
 * }))
 *
 * app.use(sessions.routes())
 * app.get('/', sessions.session(), (c) => c.text(`Hello ${c.var.user?.email ?? 'visitor'}`))
 * app.get('/account', sessions.requireSession(), (c) => c.json(c.var.user))
 * ```
 */
export function createSessions<Env extends object, Role extends string, Permission extends string>(
  propelAuth: PropelAuthByEnv<Env, Role, Permission>,
  options: OptionsByEnv<Env, Role, Permission>,
): HonoSessions<Env, Role, Permission> {
  const forEnv = sessionsByEnv(propelAuth, options)
  let usual: Sessions | undefined
  /** Requests with other sessions than usual: most apps have one environment, and no entry to collect. */
  const seen = new WeakMap<object, Sessions>()

  function sessionsOf({ req, env }: Context) {
    const sessions = forEnv(env ?? {}) as unknown as Sessions
    if (typeof options !== 'function') usual ??= sessions
    if (sessions !== usual) seen.set(req.raw, sessions)
    return sessions
  }

  const toMiddleware =
    (name: 'getSession' | 'requireSession'): MiddlewareHandler =>
    async (c, next) => {
      const finding = sessionsOf(c)[name](c.req.raw, new Platform(c))
      const session = await finding.catch((error) => refuse(c, error))
      // What a guard has set for another user does not stay.
      if (c.get('user')?.userId !== session.user?.userId)
        for (const other of ['principal', 'org']) c.set(other, undefined)
      c.set('session', session)
      c.set('user', session.user)
      await next()
      answer(c, session.apply(c.res))
    }

  return {
    routes: () => async (c, next) => {
      const found = await sessionsOf(c).handler(c.req.raw, new Platform(c))
      if (!found) return next()
      const vary = c.res.headers.get('vary')
      const response = c.newResponse(found.body, found)
      if (vary) response.headers.append('vary', vary)
      answer(c, response)
    },
    session: () => toMiddleware('getSession'),
    requireSession: () => toMiddleware('requireSession'),
    tokenFrom: (request) => (seen.get(request) ?? usual ?? forEnv()).tokenFrom(request),
    for: forEnv,
  }
}
