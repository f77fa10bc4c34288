import { newHex, sha256 } from '../../values/ids.js'
import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import { touchUser } from '../users/activity.js'
import { findUser, getUser, type User } from '../users/user-lookup.js'
import { recordEvent } from '../webhooks/record-event.js'
import { type LoginMethod, storedLoginMethod } from './login-method.js'

/**
 * A login of a user. The hosted pages and all apps that were started from it share it, each with a refresh token of its
 * own, so a logout anywhere ends it for all of them.
 */
export interface Session {
  readonly id: string
  readonly user: User
  readonly loginMethod: LoginMethod
  /** False until every step of the login is known to be done. */
  readonly complete: boolean
  /** Unix seconds. */
  readonly expiresAt: number
}

/** Starts a session whose login is not complete. Returns its first refresh token. Only its hash is stored. */
export function startSession(project: Project, userId: string, loginMethod: LoginMethod): string {
  const now = project.clock.seconds()
  const id = newHex(16)
  return project.db.transaction(() => {
    project.db.run('DELETE FROM sessions WHERE expires_at <= ?', now)
    const values = [id, userId, JSON.stringify(loginMethod), now, now + sessionSeconds(project)] as const
    project.db.run('INSERT INTO sessions VALUES (?, ?, ?, ?, ?, 0)', ...values)
    touchUser(project, userId)
    recordEvent(project, 'user.login', { user_id: userId })
    return addRefreshToken(project, id)
  })
}

const sessionSeconds = (project: Project): number => readSettings(project).session_days * 86_400

/** Creates a refresh token of the session. */
export function addRefreshToken(project: Project, sessionId: string): string {
  const refreshToken = newHex(48)
  project.db.run('INSERT INTO refresh_tokens VALUES (?, ?, NULL)', sha256(refreshToken), sessionId)
  return refreshToken
}

/** Says that every step of the login is done. It stays so, whatever the user is asked for later. */
export function completeSession(project: Project, sessionId: string): void {
  project.db.run('UPDATE sessions SET complete = 1 WHERE session_id = ?', sessionId)
}

/** Every use extends the session, unless its time counts from the login. Returns its expiry. */
export function extendSession(project: Project, session: Session): number {
  if (readSettings(project).user_autologout_type === 'AfterLogin') return session.expiresAt
  const expiresAt = project.clock.seconds() + sessionSeconds(project)
  project.db.run('UPDATE sessions SET expires_at = ? WHERE session_id = ?', expiresAt, session.id)
  return expiresAt
}

/** The session of a refresh token, unless the token has been replaced or the session has ended. */
export function findSession(project: Project, refreshToken: string): Session | undefined {
  const now = project.clock.seconds()
  const row = project.db.get<{ session_id: string }>(
    'SELECT session_id FROM refresh_tokens WHERE token_hash = ? AND (accepted_until IS NULL OR accepted_until > ?)',
    sha256(refreshToken),
    now,
  )
  return row && findSessionById(project, row.session_id)
}

interface SessionRow {
  readonly session_id: string
  readonly user_id: string
  readonly login_method: string
  readonly expires_at: number
  readonly complete: number
}

export function findSessionById(project: Project, id: string): Session | undefined {
  const sql = 'SELECT * FROM sessions WHERE session_id = ? AND expires_at > ?'
  const row = project.db.get<SessionRow>(sql, id, project.clock.seconds())
  const user = row && findUser(project, row.user_id)
  if (!row || user?.enabled !== 1) return undefined
  const loginMethod = storedLoginMethod(JSON.parse(row.login_method))
  return { id, user, loginMethod, complete: row.complete === 1, expiresAt: row.expires_at }
}

/**
 * A login in a browser that has a session already. The apps of the same user continue with the new session, those of
 * another user are logged out.
 */
export function replaceSession(project: Project, old: Session, next: Session): void {
  project.db.transaction(() => {
    if (old.user.user_id === next.user.user_id) {
      project.db.run('UPDATE refresh_tokens SET session_id = ? WHERE session_id = ?', next.id, old.id)
      project.db.run('UPDATE oauth_grants SET session_id = ? WHERE session_id = ?', next.id, old.id)
      project.db.run('DELETE FROM sessions WHERE session_id = ?', old.id)
    } else endSessions(project, 'session_id = ?', old.id)
  })
}

/** Ends the session of a refresh token for all apps. A token that has been replaced ends it, too. */
export function endSession(project: Project, refreshToken: string): void {
  const isIts = 'session_id = (SELECT session_id FROM refresh_tokens WHERE token_hash = ?)'
  endSessions(project, isIts, sha256(refreshToken))
}

/** Access tokens stay valid until they expire, as with the service. */
export function endAllSessions(project: Project, userId: string): void {
  getUser(project, userId)
  endSessions(project, 'user_id = ?', userId)
}

/**
 * Ends sessions of one user. Those that had expired are not events.
 * @param condition SQL with one placeholder, a literal
 */
export function endSessions(project: Project, condition: string, value: string): void {
  project.db.transaction(() => {
    const sql = `DELETE FROM sessions WHERE ${condition} RETURNING user_id, expires_at`
    const ended = project.db.all<Pick<SessionRow, 'user_id' | 'expires_at'>>(sql, value)
    const live = ended.find(({ expires_at }) => expires_at > project.clock.seconds())
    if (live) recordEvent(project, 'user.logged_out', { user_id: live.user_id })
  })
}
