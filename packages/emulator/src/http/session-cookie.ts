import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { findSession, type Session, sessionSeconds } from '../domain/access/sessions.js'
import type { Project } from '../domain/project/project.js'

/** The name under which the service keeps the session on the auth domain. */
const COOKIE = 'refresh_token'

// Lax reaches every app on the same site (ports do not count); Secure would make plain http on loopback useless.
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
