import type { Project } from '../project/project.js'

/** Logs that an organization has a member more (1) or less (-1), for the reports about growth. */
export function logMembershipChange(
  project: Project,
  orgId: string,
  change: 1 | -1,
  changedAt = project.clock.seconds(),
): void {
  const sql = 'INSERT INTO membership_changes (org_id, change, changed_at) VALUES (?, ?, ?)'
  project.db.run(sql, orgId, change, changedAt)
}
