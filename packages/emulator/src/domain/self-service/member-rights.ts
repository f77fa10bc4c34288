import { assignmentOf, findMembership } from '../orgs/memberships.js'
import { findOrg, type Org, requireOrgsEnabled, rolesOf } from '../orgs/orgs.js'
import type { Project } from '../project/project.js'
import {
  type Assignment,
  internalRoles,
  manageableRoles,
  type OrgPermission,
  permissionName,
  roleClaims,
} from '../project/roles.js'
import { orgNotFound } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import type { User } from '../users/user-lookup.js'
import { forbidden } from './action-error.js'

/** What a member may do in an organization, by the settings of the roles. */
export interface MemberRights {
  readonly user: User
  readonly org: Org
  readonly assignment: Assignment
  /** The roles that the member can assign, and whose members the member can manage. */
  readonly manages: readonly string[]
  /** The roles whose members the member does not see. */
  readonly internal: readonly string[]
  can(permission: OrgPermission): boolean
  /** @throws {ActionError} `action_forbidden` */
  require(permission: OrgPermission): void
}

/** @throws {ServiceError} `orgs_disabled`, `org_not_found` for an organization of others, too */
export function memberRights(project: Project, user: User, orgId: string): MemberRights {
  requireOrgsEnabled(project)
  const org = findOrg(project, orgId)
  const membership = org && findMembership(project, user.user_id, orgId)
  if (!membership) throw orgNotFound()
  const { role_structure: structure } = readSettings(project)
  const roles = rolesOf(project, org)
  const assignment = assignmentOf(membership)
  const { user_permissions: permissions } = roleClaims(structure, roles, assignment)
  const can = (permission: OrgPermission): boolean => permissions.includes(permissionName(permission))
  return {
    user,
    org,
    assignment,
    manages: manageableRoles(structure, roles, assignment),
    internal: internalRoles(roles),
    can,
    require(permission) {
      if (!can(permission)) throw forbidden(`Your role in ${org.name} does not have the permission ${permission}.`)
    },
  }
}

/** Whether members do not see a user with these roles. */
export const isHidden = ({ internal }: MemberRights, { role, additionalRoles }: Assignment): boolean =>
  [role, ...additionalRoles].some((name) => internal.includes(name))

/** Whether the member can manage a user with these roles. */
export const managesAll = ({ manages }: MemberRights, { role, additionalRoles }: Assignment): boolean =>
  [role, ...additionalRoles].every((name) => manages.includes(name))
