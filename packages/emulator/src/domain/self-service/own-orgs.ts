import { orgsOfDomain } from '../orgs/domain-join.js'
import { isIsolated } from '../orgs/isolation.js'
import { addMember, countOrgs, isFull } from '../orgs/memberships.js'
import { createOrg, defaultRoleOf, type Org, ownerRoleOf, requireOrgsEnabled } from '../orgs/orgs.js'
import { isPersonalDomain } from '../orgs/personal-domains.js'
import { orgWords } from '../project/org-words.js'
import type { Project } from '../project/project.js'
import { orgNotFound } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import type { User } from '../users/user-lookup.js'
import { domainOf } from '../users/user-rules.js'
import { ActionError } from './action-error.js'

export interface OwnOrg {
  readonly name: string
  /** Users with an address in the creator's domain can join. */
  readonly autojoin: boolean
  /** Members must have an address in the creator's domain. */
  readonly restrict: boolean
}

export interface JoinedOrg {
  readonly org: Org
  /** Whether the user was in no organization before. */
  readonly isFirst: boolean
}

/** Whether the user may create organizations. A member of an isolated one can be in no other. */
export function mayCreateOrgs(project: Project, user: User): boolean {
  const { has_orgs, users_can_create_orgs } = readSettings(project)
  return has_orgs && (users_can_create_orgs || user.can_create_orgs === 1) && !isIsolated(project, user)
}

/**
 * Creates an organization with the user as its owner.
 * @throws {ActionError} `action_disabled`, `user_max_orgs_limit_exceeded`, `personal_domain_error`
 * @throws {ServiceError} `invalid_fields`
 */
export function createOwnOrg(project: Project, user: User, { name, autojoin, restrict }: OwnOrg): JoinedOrg {
  if (!mayCreateOrgs(project, user))
    throw new ActionError('action_disabled', `You may not create ${orgWords(project).many}.`)
  const domain = domainOf(user.email)
  if ((autojoin || restrict) && isPersonalDomain(domain))
    throw new ActionError('personal_domain_error', `${domain} is not the domain of ${orgWords(project).some}.`)
  return project.db.transaction(() => {
    const count = requireFewerOrgs(project, user)
    const domains = autojoin || restrict ? { domain, domain_autojoin: autojoin, domain_restrict: restrict } : {}
    const org = createOrg(project, { name, ...domains })
    addMember(project, user.user_id, org.org_id, { role: ownerRoleOf(project, org), additionalRoles: [] })
    return { org, isFirst: count === 0 }
  })
}

/** The organizations that a user can join without an invitation. @throws {ServiceError} `orgs_disabled` */
export function joinableOrgs(project: Project, user: User): Org[] {
  requireOrgsEnabled(project)
  return orgsOfDomain(project, user)
}

/**
 * @throws {ActionError} `org_max_users_limit_exceeded`, `user_max_orgs_limit_exceeded`
 * @throws {ServiceError} `orgs_disabled`, `org_not_found` for an organization that the user cannot join
 */
export function joinOrg(project: Project, user: User, orgId: string): JoinedOrg {
  return project.db.transaction(() => {
    const org = joinableOrgs(project, user).find(({ org_id }) => org_id === orgId)
    if (!org) throw orgNotFound()
    const count = requireFewerOrgs(project, user)
    if (isFull(project, org)) throw new ActionError('org_max_users_limit_exceeded', `${org.name} is full.`)
    addMember(project, user.user_id, orgId, { role: defaultRoleOf(project, org), additionalRoles: [] })
    return { org, isFirst: count === 0 }
  })
}

/** Returns the number of organizations of the user. */
function requireFewerOrgs(project: Project, user: User): number {
  const count = countOrgs(project, user.user_id)
  const max = readSettings(project).max_num_orgs_users_can_be_in
  if (count < max) return count
  const message = `You can be in ${max} ${orgWords(project).many}. Leave one of them first.`
  throw new ActionError('user_max_orgs_limit_exceeded', message)
}
