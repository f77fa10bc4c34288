import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { endSession, findSession, replaceSession, type Session } from '../domain/access/sessions.js'
import type { Project } from '../domain/project/project.js'
import { isLoginComplete } from '../domain/self-service/login-state.js'

/** The service's cookie name on the auth domain. */
const COOKIE = 'refresh_token'

/** The longest lifetime of a cookie in browsers: 400 days. */
export const MAX_AGE_SECONDS = 400 * 86_400

// With Lax, requests from every app on the same site carry the cookie; ports make no difference. Secure would prevent
// plain http.
const attributes = (project: Project) =>
  ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: project.authUrl.startsWith('https:') }) as const

/** The cookie of a signed-in browser, as `addCookies` of Playwright and `setCookie` of Puppeteer take it. */
export interface SessionCookie {
  readonly name: string
  readonly value: string
  readonly url: string
  readonly httpOnly: boolean
  readonly sameSite: 'Lax'
  readonly secure: boolean
}

export function sessionCookie(project: Project, refreshToken: string): SessionCookie {
  const { httpOnly, sameSite, secure } = attributes(project)
  return { name: COOKIE, value: refreshToken, url: project.authUrl, httpOnly, sameSite, secure }
}

export const readRefreshToken = (c: Context): string | undefined => getCookie(c, COOKIE)

export function readSession(project: Project, c: Context): Session | undefined {
  const token = readRefreshToken(c)
  return token === undefined ? undefined : findSession(project, token)
}

/** The session, once every step of its login is done: apps and the account pages have none before. */
export function readCompleteSession(project: Project, c: Context): Session | undefined {
  const session = readSession(project, c)
  return session && isLoginComplete(project, session) ? session : undefined
}

/** The cookie lives as long as its session. */
export function setSessionCookie(project: Project, c: Context, refreshToken: string): void {
  const now = project.clock.seconds()
  const expiresAt = findSession(project, refreshToken)?.expiresAt ?? now
  const maxAge = Math.min(expiresAt - now, MAX_AGE_SECONDS)
  setCookie(c, COOKIE, refreshToken, { ...attributes(project), maxAge })
}

/** Sets the cookie of a new login, in place of the session that the browser had. */
export function replaceSessionCookie(project: Project, c: Context, refreshToken: string): void {
  const old = readSession(project, c)
  const next = findSession(project, refreshToken)
  if (old && next) replaceSession(project, old, next)
  setSessionCookie(project, c, refreshToken)
}

/** Ends the session of the browser, if it has one, for all apps. */
export function endBrowserSession(project: Project, c: Context): void {
  const token = readRefreshToken(c)
  if (token !== undefined) endSession(project, token)
  deleteCookie(c, COOKIE, attributes(project))
}
