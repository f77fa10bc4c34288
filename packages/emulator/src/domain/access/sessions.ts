import { newHex, sha256 } from '../../values/ids.js'
import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import { findUser, getUser, type User } from '../users/user-lookup.js'
import { touchUser } from '../users/users.js'
import { type LoginMethod, storedLoginMethod } from './login-method.js'

export interface Session {
  readonly user: User
  readonly loginMethod: LoginMethod
  /** Shared with the sessions of apps that were started from this one. A logout ends the whole family. */
  readonly family: string
}

/** Starts a session, by default in a new family. Returns the refresh token. Only its hash is stored. */
export function startSession(
  project: Project,
  userId: string,
  loginMethod: LoginMethod,
  family: string = newHex(16),
): string {
  const refreshToken = newHex(48)
  const now = project.clock.seconds()
  const expiresAt = now + sessionSeconds(project)
  project.db.transaction(() => {
    project.db.run('DELETE FROM sessions WHERE expires_at <= ?', now)
    const values = [sha256(refreshToken), userId, JSON.stringify(loginMethod), now, expiresAt, family] as const
    project.db.run('INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)', ...values)
    touchUser(project, userId)
  })
  return refreshToken
}

export const sessionSeconds = (project: Project): number => readSettings(project).session_days * 86_400

export function findSession(project: Project, refreshToken: string): Session | undefined {
  const row = project.db.get<{ user_id: string; login_method: string; family: string }>(
    'SELECT user_id, login_method, family FROM sessions WHERE token_hash = ? AND expires_at > ?',
    sha256(refreshToken),
    project.clock.seconds(),
  )
  const user = row && findUser(project, row.user_id)
  if (!row || user?.enabled !== 1) return undefined
  return { user, loginMethod: storedLoginMethod(JSON.parse(row.login_method)), family: row.family }
}

export const hasFamily = (project: Project, family: string): boolean =>
  project.db.get('SELECT 1 FROM sessions WHERE family = ?', family) !== undefined

/** Ends the session and all others of its family. */
export function endSession(project: Project, refreshToken: string): void {
  const sql = 'DELETE FROM sessions WHERE family = (SELECT family FROM sessions WHERE token_hash = ?)'
  project.db.run(sql, sha256(refreshToken))
}

/** Access tokens stay valid until they expire, as with the service. */
export function endAllSessions(project: Project, userId: string): void {
  getUser(project, userId)
  project.db.run('DELETE FROM sessions WHERE user_id = ?', userId)
}
