import type { Project } from '../project/project.js'
import { ServiceError } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import type { User } from '../users/user-lookup.js'
import { domainOf } from '../users/user-rules.js'
import { isolationProblem } from './isolation.js'
import { addMember, countOrgs, hasDomainOf } from './memberships.js'
import { defaultRoleOf, type Org } from './orgs.js'
import { isPersonalDomain } from './personal-domains.js'

/** The organizations that a user can join without an invitation: those with auto-join for the domain of the address. */
export function orgsOfDomain(project: Project, user: User): Org[] {
  if (user.email_confirmed === 0 || isPersonalDomain(domainOf(user.email))) return []
  const sql = `SELECT * FROM orgs WHERE domain_autojoin = 1
    AND org_id NOT IN (SELECT org_id FROM memberships WHERE user_id = ?) ORDER BY seq`
  return project.db
    .all<Org>(sql, user.user_id)
    .filter((org) => hasDomainOf(org, user.email) && isolationProblem(project, org, user) === undefined)
}

/** Joins these organizations, if the project lets users join without a question. Those that are full are skipped. */
export function joinByDomain(project: Project, user: User): void {
  const { has_orgs, org_domain_autojoin, max_num_orgs_users_can_be_in: max } = readSettings(project)
  if (!has_orgs || org_domain_autojoin === 'offer') return
  for (const org of orgsOfDomain(project, user)) {
    if (countOrgs(project, user.user_id) >= max) return
    try {
      addMember(project, user.user_id, org.org_id, { role: defaultRoleOf(project, org), additionalRoles: [] })
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
    }
  }
}
