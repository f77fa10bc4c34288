import { LAST_SECOND } from '../../values/clock.js'
import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import { recordEvent } from '../webhooks/record-event.js'
import { findUser } from './user-lookup.js'

/** Counts a wrong password or code. Returns whether the account has been locked by it. */
export function countFailedLogin(project: Project, userId: string): boolean {
  const { lockout_attempts: limit, lockout_seconds: seconds } = readSettings(project)
  return project.db.transaction(() => {
    const user = findUser(project, userId)
    if (!user || user.locked === 1 || limit === 0) return false
    project.db.run('UPDATE users SET failed_logins = failed_logins + 1 WHERE user_id = ?', userId)
    if (user.failed_logins + 1 < limit) return false
    const until = seconds === 0 ? LAST_SECOND : Math.min(project.clock.seconds() + seconds, LAST_SECOND)
    project.db.run('UPDATE users SET locked = 1, locked_until = ? WHERE user_id = ?', until, userId)
    if (!readSettings(project).webhook_strict) recordEvent(project, 'user.locked', { user_id: userId })
    return true
  })
}

/** A login that was completed ends the count. */
export function forgetFailedLogins(project: Project, userId: string): void {
  project.db.run('UPDATE users SET failed_logins = 0 WHERE user_id = ? AND failed_logins > 0', userId)
}

/** A new password ends a lock after wrong ones. Every other lock stays. */
export function unlockByPassword(project: Project, userId: string): void {
  project.db.run('UPDATE users SET failed_logins = 0 WHERE user_id = ?', userId)
  unlock(project, 'user_id = ?', userId)
}

/** Ends the locks whose time is over. */
export function endDueLocks(project: Project): void {
  const now = project.clock.seconds()
  if (project.db.get('SELECT 1 FROM users WHERE locked_until <= ?', now)) unlock(project, 'locked_until <= ?', now)
}

/** @param condition SQL with one placeholder, a literal */
function unlock(project: Project, condition: string, value: string | number): void {
  const sql = `UPDATE users SET locked = 0, locked_until = NULL, failed_logins = 0
    WHERE locked_until IS NOT NULL AND ${condition}`
  project.db.run(sql, value)
}
