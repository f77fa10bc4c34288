import type { Org } from '../orgs/orgs.js'
import type { Project } from '../project/project.js'
import { dateDaysAgo, daysAgo, type Report } from './report-page.js'

/** An organization of a report. The meaning of the score depends on the report. */
export interface ScoredOrg extends Org {
  readonly num_users: number
  readonly score: number
}

export type OrgReport = (project: Project, days: number) => Report

const ORG = 'orgs.*, (SELECT count(*) FROM memberships AS m WHERE m.org_id = orgs.org_id) AS num_users'

/** The organizations with an active member in the last period and none in the one before, though they existed then. */
export const reengagedOrgs: OrgReport = (project, days) => ({
  name: `org_reengagement ${days}`,
  rows: `SELECT ${ORG}, count(DISTINCT user_id) AS score
    FROM orgs JOIN memberships USING (org_id) JOIN user_activity USING (user_id)
    WHERE date > :since AND orgs.created_at <= :before AND NOT EXISTS (
      SELECT 1 FROM memberships AS m JOIN user_activity AS earlier USING (user_id)
      WHERE m.org_id = orgs.org_id AND earlier.date > :earlier AND earlier.date <= :since)
    GROUP BY org_id`,
  order: 'score DESC, seq',
  values: {
    since: dateDaysAgo(project, days),
    earlier: dateDaysAgo(project, 2 * days),
    before: daysAgo(project, 2 * days),
  },
})

/** The organizations of which no member has been active for the given days. */
export const churnedOrgs: OrgReport = (project, days) => ({
  name: `org_churn ${days}`,
  rows: `SELECT ${ORG}, max(last_active_at) AS score
    FROM orgs JOIN memberships USING (org_id) JOIN users USING (user_id)
    GROUP BY org_id HAVING max(last_active_at) <= :since`,
  order: 'score DESC, seq',
  values: { since: daysAgo(project, days) },
})

const changed = (project: Project, days: number, condition: string): Omit<Report, 'name' | 'order'> => ({
  rows: `SELECT ${ORG}, sum(change) AS score FROM orgs JOIN membership_changes USING (org_id)
    WHERE changed_at > :since GROUP BY org_id HAVING sum(change) ${condition}`,
  values: { since: daysAgo(project, days) },
})

/** The organizations with more members than before the given days. */
export const growingOrgs: OrgReport = (project, days) => ({
  name: `org_growth ${days}`,
  ...changed(project, days, '> 0'),
  order: 'score DESC, seq',
})

/** The organizations with fewer members than before the given days. */
export const shrinkingOrgs: OrgReport = (project, days) => ({
  name: `org_attrition ${days}`,
  ...changed(project, days, '< 0'),
  order: 'score, seq',
})
