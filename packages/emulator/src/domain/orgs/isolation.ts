import type { Project } from '../project/project.js'
import { rejectInvalid } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import type { User } from '../users/user-lookup.js'

interface IsolatableOrg {
  readonly org_id: string
  /** 1 or 0. */
  readonly isolated: number
}

/** Why the user cannot become a member: members of an isolated organization are in no other one. */
export function isolationProblem(project: Project, org: IsolatableOrg, user: User): string | undefined {
  if (!isExclusive(project)) return undefined
  const sql =
    'SELECT max(isolated) AS isolated FROM memberships JOIN orgs USING (org_id) WHERE user_id = ? AND org_id <> ?'
  const { isolated } = project.db.get<{ isolated: number | null }>(sql, user.user_id, org.org_id) ?? { isolated: null }
  if (isolated === 1) return 'The user is a member of an isolated organization, and can be in no other one.'
  if (isolated === 0 && org.isolated === 1)
    return 'The organization is isolated, and the user is a member of another one.'
  return undefined
}

/** Whether the user can be in no further organization. */
export function isIsolated(project: Project, user: User): boolean {
  const sql = 'SELECT 1 FROM memberships JOIN orgs USING (org_id) WHERE user_id = ? AND isolated = 1'
  return isExclusive(project) && project.db.get(sql, user.user_id) !== undefined
}

/** @throws {ServiceError} `invalid_fields` for an organization with members that are in others, too */
export function checkIsolatable(project: Project, orgId: string): void {
  if (!isExclusive(project) || !project.enforcesLimits) return
  const sql = `SELECT count(DISTINCT user_id) AS n FROM memberships JOIN memberships AS others USING (user_id)
    WHERE memberships.org_id = :org_id AND others.org_id <> :org_id`
  const { n } = project.db.get<{ n: number }>(sql, { org_id: orgId }) ?? { n: 0 }
  if (n > 0)
    rejectInvalid({ org_id: [`Members who are in other organizations, too: ${n}. Remove them from one first.`] })
}

const isExclusive = (project: Project): boolean => readSettings(project).org_isolation === 'exclusive'
