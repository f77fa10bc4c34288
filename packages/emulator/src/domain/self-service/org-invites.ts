import { type Invite, inviteByEmail, revokeInvite, searchInvites } from '../orgs/invites.js'
import { checkAssignment, findMembership, hasDomainOf, isFull } from '../orgs/memberships.js'
import { orgWords } from '../project/org-words.js'
import type { Found } from '../project/page.js'
import type { Project } from '../project/project.js'
import type { Assignment } from '../project/roles.js'
import { rejectInvalid } from '../project/service-error.js'
import { findUserByEmail } from '../users/user-lookup.js'
import { ActionError, forbidden, invalidRequest } from './action-error.js'
import { type MemberRights, managesAll } from './member-rights.js'
import type { MemberSearch } from './org-members.js'

/**
 * Invites an address and captures the message.
 * @throws {ActionError} `action_forbidden`, `action_already_complete` for a member, `org_max_users_limit_exceeded`,
 * `invalid_request_fields`
 * @throws {ServiceError} `invalid_fields`
 */
export function inviteToOrg(project: Project, rights: MemberRights, email: string, assignment: Assignment): void {
  const { org } = rights
  project.db.transaction(() => {
    rights.require('can_invite')
    rejectInvalid(checkAssignment(project, org, assignment))
    if (!managesAll(rights, assignment)) throw forbidden('Your role does not let you give this role.')
    const user = findUserByEmail(project, email)
    if (user && findMembership(project, user.user_id, org.org_id))
      throw new ActionError('action_already_complete', `${user.email} is a member already.`)
    if (org.domain_restrict === 1 && !hasDomainOf(org, email))
      throw invalidRequest({ email: `Must be in a domain of the ${orgWords(project).one}.` })
    if (isFull(project, org)) throw new ActionError('org_max_users_limit_exceeded', `${org.name} is full.`)
    inviteByEmail(project, org.org_id, email, assignment, rights.user.user_id)
  })
}

/**
 * @throws {ActionError} `action_forbidden`
 * @throws {ServiceError} `not_found`
 */
export function revokeOrgInvite(project: Project, rights: MemberRights, email: string): void {
  rights.require('can_invite')
  revokeInvite(project, rights.org.org_id, email)
}

/** The invitations that the viewer may see: none without the permission to invite, and none to internal roles. */
export function listOrgInvites(
  project: Project,
  rights: MemberRights,
  search: MemberSearch & { readonly expired: boolean },
): Found<Invite> {
  if (!rights.can('can_invite')) return { rows: [], total: 0 }
  return searchInvites(project, { ...search, orgId: rights.org.org_id, hiddenRoles: rights.internal })
}
