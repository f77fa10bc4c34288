import type { Project } from '../project/project.js'
import type { User } from '../users/user-lookup.js'
import { dateDaysAgo, daysAgo, type Report } from './report-page.js'

/** A user of a report. The meaning of the score depends on the report. */
export interface ScoredUser extends User {
  readonly score: number
}

export type UserReport = (project: Project, days: number) => Report

/** The users with the most invitations. Those of the backend API have no inviter. */
export const topInviters: UserReport = (project, days) => ({
  name: `top_inviter ${days}`,
  rows: `SELECT users.*, count(*) AS score FROM users JOIN sent_invites ON inviter_id = user_id
    WHERE sent_at > :since GROUP BY user_id`,
  order: 'score DESC, seq',
  values: { since: daysAgo(project, days) },
})

/** The users who were active on the most days. */
export const champions: UserReport = (project, days) => ({
  name: `champion ${days}`,
  rows: `SELECT users.*, count(*) AS score FROM users JOIN user_activity USING (user_id)
    WHERE date > :since GROUP BY user_id`,
  order: 'score DESC, seq',
  values: { since: dateDaysAgo(project, days) },
})

/** The users who were active in the last period, but not in the one before, though they existed then. */
export const reengagedUsers: UserReport = (project, days) => ({
  name: `reengagement ${days}`,
  rows: `SELECT users.*, count(*) AS score FROM users JOIN user_activity USING (user_id)
    WHERE date > :since AND created_at <= :before AND NOT EXISTS (SELECT 1 FROM user_activity AS earlier
      WHERE earlier.user_id = users.user_id AND earlier.date > :earlier AND earlier.date <= :since)
    GROUP BY user_id`,
  order: 'score DESC, seq',
  values: {
    since: dateDaysAgo(project, days),
    earlier: dateDaysAgo(project, 2 * days),
    before: daysAgo(project, 2 * days),
  },
})

/** The users who have not been active for the given days. */
export const churnedUsers: UserReport = (project, days) => ({
  name: `churn ${days}`,
  rows: 'SELECT users.*, last_active_at AS score FROM users WHERE last_active_at <= :since',
  order: 'score DESC, seq',
  values: { since: daysAgo(project, days) },
})
