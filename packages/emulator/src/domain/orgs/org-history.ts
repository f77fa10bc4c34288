import type { Project } from '../project/project.js'
import { logMembershipChange } from './membership-changes.js'

/** A member more (1) or less (-1), at a time in Unix seconds. */
export interface MembershipChange {
  readonly change: 1 | -1
  readonly at: number
}

/** The past of an organization that is restored from a seed. */
export interface OrgHistory {
  readonly created_at?: number | undefined
  /** Default: the members have joined when the organization was created. */
  readonly membership_changes?: readonly MembershipChange[] | undefined
}

/** Call it when the members have been added. */
export function restoreOrgHistory(project: Project, orgId: string, history: OrgHistory): void {
  const { created_at: createdAt, membership_changes: changes } = history
  if (createdAt !== undefined) {
    project.db.run('UPDATE orgs SET created_at = ? WHERE org_id = ?', createdAt, orgId)
    project.db.run('UPDATE membership_changes SET changed_at = ? WHERE org_id = ?', createdAt, orgId)
  }
  if (changes === undefined || changes.length === 0) return
  project.db.run('DELETE FROM membership_changes WHERE org_id = ?', orgId)
  for (const { change, at } of changes) logMembershipChange(project, orgId, change, at)
}

/** Oldest first. */
export const membershipChanges = (project: Project, orgId: string): MembershipChange[] =>
  project.db.all<MembershipChange>(
    'SELECT change, changed_at AS at FROM membership_changes WHERE org_id = ? ORDER BY seq',
    orgId,
  )
