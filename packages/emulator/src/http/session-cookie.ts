import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { findSession, type Session, sessionSeconds } from '../domain/access/sessions.js'
import type { Project } from '../domain/project/project.js'

/** The service's cookie name on the auth domain. */
const COOKIE = 'refresh_token'

// With Lax, requests from every app on the same site carry the cookie; ports make no difference. Secure would prevent
// plain http.
const attributes = (project: Project) =>
  ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: project.authUrl.startsWith('https:') }) as const

export const readRefreshToken = (c: Context): string | undefined => getCookie(c, COOKIE)

export function readSession(project: Project, c: Context): Session | undefined {
  const token = readRefreshToken(c)
  return token === undefined ? undefined : findSession(project, token)
}

export function setSessionCookie(project: Project, c: Context, refreshToken: string): void {
  setCookie(c, COOKIE, refreshToken, { ...attributes(project), maxAge: sessionSeconds(project) })
}

export function clearSessionCookie(project: Project, c: Context): void {
  deleteCookie(c, COOKIE, attributes(project))
}
