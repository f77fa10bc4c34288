import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { acceptInvites } from '../domain/invites.js'
import type { LoginMethod } from '../domain/login-method.js'
import { findSession, type Session, sessionSeconds, startSession } from '../domain/sessions.js'
import type { User } from '../domain/user-lookup.js'
import type { Project } from '../project.js'

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

export function signIn(project: Project, c: Context, user: User, loginMethod: LoginMethod): void {
  const token = startSession(project, user.user_id, loginMethod)
  acceptInvites(project, user)
  setCookie(c, COOKIE, token, { ...attributes(project), maxAge: sessionSeconds(project) })
}

export function clearSessionCookie(project: Project, c: Context): void {
  deleteCookie(c, COOKIE, attributes(project))
}
