import {
  assignmentOf,
  changeRole,
  checkAssignment,
  findMembership,
  type Membership,
  removeMember,
} from '../orgs/memberships.js'
import { ownerRoleOf } from '../orgs/orgs.js'
import { orgWords } from '../project/org-words.js'
import { type Found, findPage, type PageRequest } from '../project/page.js'
import type { Project } from '../project/project.js'
import type { Assignment } from '../project/roles.js'
import { rejectInvalid, userNotFound } from '../project/service-error.js'
import { lookupKey } from '../users/user-lookup.js'
import type { OrgUser } from '../users/user-queries.js'
import { forbidden, invalidRequest } from './action-error.js'
import { isHidden, type MemberRights, managesAll } from './member-rights.js'

export interface MemberSearch extends PageRequest {
  /** A part of the address. */
  readonly search?: string | undefined
}

export interface ListedMember {
  readonly user: OrgUser
  readonly assignment: Assignment
  /** The roles that the viewer can give the member, with the present one. */
  readonly possibleRoles: readonly string[]
  /** Whether the viewer can remove the member, or leave. */
  readonly removable: boolean
}

/** The members that the viewer may see, by address. Only the own entry can have an internal role. */
export function listMembers(project: Project, rights: MemberRights, search: MemberSearch): Found<ListedMember> {
  const from = `FROM memberships JOIN users USING (user_id) WHERE org_id = :org_id
    AND (:only IS NULL OR user_id = :only)
    AND (user_id = :viewer OR NOT ${HAS_INTERNAL_ROLE})
    AND (:search IS NULL OR instr(email_key, :search) > 0)`
  const found = findPage<OrgUser>(project, from, 'email_key', search, {
    org_id: rights.org.org_id,
    only: rights.can('can_view_other_members') ? null : rights.user.user_id,
    viewer: rights.user.user_id,
    internal: JSON.stringify(rights.internal),
    search: search.search === undefined ? null : lookupKey(search.search),
  })
  const lastOwner = findLastOwner(project, rights)
  return { total: found.total, rows: found.rows.map((user) => listedMember(rights, user, lastOwner)) }
}

const HAS_INTERNAL_ROLE = `(role IN (SELECT value FROM json_each(:internal))
  OR EXISTS (SELECT 1 FROM json_each(additional_roles) WHERE value IN (SELECT value FROM json_each(:internal))))`

function listedMember(rights: MemberRights, user: OrgUser, lastOwner: string | undefined): ListedMember {
  const assignment = assignmentOf(user)
  const isSelf = user.user_id === rights.user.user_id
  const isManaged = managesAll(rights, assignment)
  const isLast = user.user_id === lastOwner
  return {
    user,
    assignment,
    possibleRoles: rights.can('can_change_roles') && isManaged && !isLast ? [...rights.manages] : [assignment.role],
    removable: !isLast && (isSelf || (rights.can('can_remove_users') && isManaged)),
  }
}

/**
 * @throws {ActionError} `action_forbidden`, `invalid_request_fields` for the last owner
 * @throws {ServiceError} `user_not_found`, `invalid_fields`
 */
export function changeMemberRole(project: Project, rights: MemberRights, userId: string, next: Assignment): void {
  project.db.transaction(() => {
    rights.require('can_change_roles')
    const membership = visibleMember(project, rights, userId)
    rejectInvalid(checkAssignment(project, rights.org, next))
    if (!managesAll(rights, assignmentOf(membership)) || !managesAll(rights, next))
      throw forbidden('Your role does not let you give or take this role.')
    if (findLastOwner(project, rights) === userId && !hasRole(next, ownerRoleOf(project, rights.org)))
      throw invalidRequest({ role: oneOwner(project) })
    changeRole(project, userId, rights.org.org_id, next)
  })
}

/**
 * Removes a member. Every member can leave.
 * @throws {ActionError} `action_forbidden`, `invalid_request_fields` for the last owner
 * @throws {ServiceError} `user_not_found`
 */
export function removeOrgMember(project: Project, rights: MemberRights, userId: string): void {
  project.db.transaction(() => {
    if (userId !== rights.user.user_id) rights.require('can_remove_users')
    const membership = visibleMember(project, rights, userId)
    if (userId !== rights.user.user_id && !managesAll(rights, assignmentOf(membership)))
      throw forbidden('Your role does not let you remove members with this role.')
    if (findLastOwner(project, rights) === userId) throw invalidRequest({ org_id: oneOwner(project) })
    removeMember(project, userId, rights.org.org_id)
  })
}

/** @throws {ServiceError} `user_not_found`, also for a member whom the viewer does not see */
function visibleMember(project: Project, rights: MemberRights, userId: string): Membership {
  const membership = findMembership(project, userId, rights.org.org_id)
  const isSelf = userId === rights.user.user_id
  if (!membership || (!isSelf && isHidden(rights, assignmentOf(membership)))) throw userNotFound()
  return membership
}

const oneOwner = (project: Project): string => `There must be at least one owner of the ${orgWords(project).one}.`

const hasRole = ({ role, additionalRoles }: Assignment, name: string): boolean =>
  role === name || additionalRoles.includes(name)

/** The only member with the owner role, undefined if there are several. */
function findLastOwner(project: Project, { org }: MemberRights): string | undefined {
  const sql = `SELECT user_id FROM memberships WHERE org_id = :org_id AND (role = :role OR (additional_roles <> '[]'
    AND EXISTS (SELECT 1 FROM json_each(additional_roles) WHERE value = :role))) LIMIT 2`
  const owners = project.db.all<{ user_id: string }>(sql, { org_id: org.org_id, role: ownerRoleOf(project, org) })
  return owners.length === 1 ? owners[0]?.user_id : undefined
}
