import type { Project } from '../project/project.js'

/** Marks the user as active now. Reports and charts count the days. */
export function touchUser(project: Project, userId: string): void {
  project.db.transaction(() => {
    project.db.run('UPDATE users SET last_active_at = ? WHERE user_id = ?', project.clock.seconds(), userId)
    recordActivity(project, userId, dayOf(project.clock.milliseconds()))
  })
}

/** @param date `YYYY-MM-DD` */
export const recordActivity = (project: Project, userId: string, date: string): number =>
  project.db.run('INSERT OR IGNORE INTO user_activity VALUES (?, ?)', userId, date)

/** The day (UTC) of a moment in milliseconds, as `YYYY-MM-DD`. */
export const dayOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10)
