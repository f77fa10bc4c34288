import { findAnyUser } from '../domain/access/named.js'
import { completeSession, findSession } from '../domain/access/sessions.js'
import { signInDirectly } from '../domain/access/sign-in.js'
import type { Project } from '../domain/project/project.js'
import { ServiceError } from '../domain/project/service-error.js'
import { endDueLocks } from '../domain/users/failed-logins.js'
import { type SessionCookie, sessionCookie } from './session-cookie.js'

/** A session of the hosted pages, for a browser that has not filled in a form. */
export interface BrowserSession {
  readonly userId: string
  readonly email: string
  readonly cookie: SessionCookie
}

/**
 * Signs a user in by id, email address or seed key, without a password, a second factor and further steps.
 * @throws {ServiceError} `user_not_found`, `login_blocked` if the account is disabled or locked
 */
export function startBrowserSession(project: Project, name: string): BrowserSession {
  endDueLocks(project)
  const user = findAnyUser(project, name)
  const loginMethod = { login_method: 'password' }
  const result = signInDirectly(project, { user, loginMethod, location: project.authUrl })
  if (result.outcome === 'blocked') throw new ServiceError('login_blocked', `${user.email}: ${result.reason}`)
  const session = findSession(project, result.refreshToken)
  if (session) completeSession(project, session.id)
  return { userId: user.user_id, email: user.email, cookie: sessionCookie(project, result.refreshToken) }
}
