import type { Project } from '../project/project.js'
import type { FieldErrors } from '../project/service-error.js'
import { verifyPassword } from './passwords.js'
import type { User } from './user-lookup.js'

/** The rules of the organizations of a user that have password rotation on. */
interface Rotation {
  /** How many passwords cannot be used again, null without rotation. */
  readonly history: number | null
  /** Days until a password expires, null for never. */
  readonly days: number | null
}

/** The strictest of the rules. */
function rotationOf(project: Project, userId: string): Rotation {
  const sql = `SELECT max(coalesce(password_rotation_history_size, 0)) AS history,
      min(nullif(password_rotation_period, 0)) AS days
    FROM memberships JOIN orgs USING (org_id) WHERE user_id = ? AND password_rotation_enabled = 1`
  return project.db.get<Rotation>(sql, userId) ?? { history: null, days: null }
}

/** Whether the next login has to set another password, because of its age or because it was asked for. */
export function mustChangePassword(project: Project, user: User): boolean {
  if (user.update_password_required === 1) return true
  const { days } = rotationOf(project, user.user_id)
  if (days === null || user.password_hash === null) return false
  return (user.password_set_at ?? user.created_at) + days * 86_400 <= project.clock.seconds()
}

/** With rotation, a new password is neither the present one nor one of the last ones. */
export async function checkReuse(project: Project, user: User, password: string): Promise<FieldErrors> {
  const { history } = rotationOf(project, user.user_id)
  if (history === null || user.password_hash === null) return {}
  const recent = [user.password_hash, ...oldPasswords(user)].slice(0, Math.max(1, history))
  for (const hash of recent)
    if (await verifyPassword(hash, password)) return { password: ['Must differ from the last passwords.'] }
  return {}
}

/** The hashes of earlier passwords, newest first. */
export const oldPasswords = (user: User): readonly string[] => JSON.parse(user.password_history) as string[]

/** Keeps the hash of the present password as long as an organization of the user compares with it. */
export function keepOldPassword(project: Project, user: User): void {
  if (user.password_hash === null) return
  const { history } = rotationOf(project, user.user_id)
  setOldPasswords(project, user.user_id, [user.password_hash, ...oldPasswords(user)].slice(0, history ?? 0))
}

export function setOldPasswords(project: Project, userId: string, hashes: readonly string[]): void {
  project.db.run('UPDATE users SET password_history = ? WHERE user_id = ?', JSON.stringify(hashes), userId)
}
