import { addMember, findMembership, hasDomainOf } from '../orgs/memberships.js'
import { getOrg, lowestRoleOf, type Org } from '../orgs/orgs.js'
import type { Project } from '../project/project.js'
import { ServiceError } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import { hasNames } from '../project/user-properties.js'
import { findUserByEmail, getUser, type User } from '../users/user-lookup.js'
import { createUser } from '../users/users.js'
import type { SsoProfile } from './sso-profile.js'

/**
 * The user whom the identity provider of an organization has logged in. A new user is created, and joins the
 * organization with its lowest role. Whether the provider is trusted with users who are no members yet is a setting.
 * @throws {ServiceError} `login_blocked`, `org_not_found`, `invalid_fields` for an organization that is full
 */
export function ssoUser(project: Project, orgId: string, profile: SsoProfile): User {
  return project.db.transaction(() => {
    const org = getOrg(project, orgId)
    const known = findUserByEmail(project, profile.email)
    if (known && findMembership(project, known.user_id, orgId)) return known
    if (!isTrusted(project, org, profile.email, known !== undefined))
      throw new ServiceError('login_blocked', `${profile.email} is not a user of ${org.name}.`)
    const user = known ?? newUser(project, profile)
    addMember(project, user.user_id, orgId, { role: lowestRoleOf(project, org), additionalRoles: [] })
    return getUser(project, user.user_id)
  })
}

/** A provider could otherwise log in as a user of another organization. */
function isTrusted(project: Project, org: Org, email: string, isKnown: boolean): boolean {
  const level = readSettings(project).sso_trust_level
  if (level === 'AlwaysTrust') return true
  if (hasDomainOf(org, email)) return level === 'TrustForDomain'
  return level === 'TrustForDomain' && !isKnown && org.domain === null
}

function newUser(project: Project, { email, firstName, lastName }: SsoProfile): User {
  const names = hasNames(readSettings(project)) ? { first_name: firstName, last_name: lastName } : {}
  return createUser(project, { email, email_confirmed: true, ...names })
}
