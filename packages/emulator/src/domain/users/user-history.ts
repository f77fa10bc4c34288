import { grouped } from '../../values/grouped.js'
import type { Project } from '../project/project.js'
import { recordActivity } from './activity.js'
import { setOldPasswords } from './password-rotation.js'

/** The past of a user that is restored from a seed. Times are Unix seconds. */
export interface UserHistory {
  readonly created_at?: number | undefined
  /** Default: the last of `active_on`, otherwise the time of creation. */
  readonly last_active_at?: number | undefined
  /** Days, as `YYYY-MM-DD`. */
  readonly active_on?: readonly string[] | undefined
}

export function restoreUserHistory(project: Project, userId: string, history: UserHistory): void {
  const { created_at: createdAt, active_on: activeOn = [] } = history
  const lastActiveAt = lastActivity(history)
  if (createdAt !== undefined) set(project, userId, 'created_at', createdAt)
  if (lastActiveAt !== undefined) set(project, userId, 'last_active_at', lastActiveAt)
  for (const date of activeOn) recordActivity(project, userId, date)
}

/** What earlier logins and passwords of a user have left. Absent fields stay as they are. */
export interface LoginHistory {
  readonly locked_until?: number | undefined
  readonly failed_logins?: number | undefined
  readonly password_set_at?: number | undefined
  /** Hashes, newest first. */
  readonly password_history?: readonly string[] | undefined
}

export function restoreLogins(project: Project, userId: string, history: LoginHistory): void {
  const { locked_until, failed_logins, password_set_at, password_history } = history
  if (locked_until !== undefined) set(project, userId, 'locked_until', locked_until)
  if (failed_logins !== undefined) set(project, userId, 'failed_logins', failed_logins)
  if (password_set_at !== undefined) set(project, userId, 'password_set_at', password_set_at)
  if (password_history !== undefined) setOldPasswords(project, userId, password_history)
}

/** In Unix seconds. Undefined if the history does not say it. */
export function lastActivity({ created_at, last_active_at, active_on = [] }: UserHistory): number | undefined {
  const lastDay = active_on.toSorted().at(-1)
  return last_active_at ?? (lastDay === undefined ? created_at : startOfDay(lastDay))
}

const startOfDay = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 1000

type RestoredColumn = 'created_at' | 'last_active_at' | 'locked_until' | 'failed_logins' | 'password_set_at'

function set(project: Project, userId: string, column: RestoredColumn, value: number): void {
  project.db.run(`UPDATE users SET ${column} = ? WHERE user_id = ?`, value, userId)
}

interface ActiveDay {
  readonly user_id: string
  readonly date: string
}

/** By user: the days on which users were active, oldest first. */
export const activeDays = (project: Project): ReadonlyMap<string, readonly ActiveDay[]> =>
  grouped(project.db.all<ActiveDay>('SELECT * FROM user_activity ORDER BY user_id, date'), (row) => row.user_id)

/** Replaces the query parameters with which the user has signed up. */
export function setSignupQueryParameters(project: Project, userId: string, parameters: object): void {
  const sql = 'UPDATE users SET signup_query_parameters = ? WHERE user_id = ?'
  project.db.run(sql, JSON.stringify(parameters), userId)
}
