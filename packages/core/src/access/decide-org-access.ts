import { type Refusal, refuse } from '../response/refusal.js'
import type { OrgMemberInfo } from '../user/org-member-info.js'
import type { Principal } from '../user/principal.js'
import type { User } from '../user/user.js'
import type { Requirement } from './requirement.js'

/** The key of an org counts in that org only, also if a user holds it. */
function findOrg<Role extends string, Permission extends string>(
  who: User<Role, Permission> | Principal<Role, Permission>,
  orgId: string,
): OrgMemberInfo<Role, Permission> | undefined {
  if (!('kind' in who)) return who.getOrg(orgId)
  if (who.kind === 'user' || !who.org) return who.user?.getOrg(orgId)
  return who.org.orgId === orgId ? who.org : undefined
}

const rolesOf = ({ userAssignedRole, userAssignedAdditionalRoles }: OrgMemberInfo) =>
  [userAssignedRole, ...userAssignedAdditionalRoles].join(', ') || 'none'

/**
 * The membership that meets the requirement, or why there is none. Pure: no token is read and nothing is fetched. The
 * requirement must have been checked.
 */
export function decideOrgAccess<Role extends string, Permission extends string>(
  who: User<Role, Permission> | Principal<Role, Permission>,
  orgId: string | undefined | null,
  requirement: Requirement<Role, Permission> = {},
): OrgMemberInfo<Role, Permission> | Refusal {
  const org = typeof orgId === 'string' ? findOrg(who, orgId) : undefined
  if (!org) return refuse('not_org_member', 'The user is not a member of the required org')
  const { minimumRole, exactRole, permission, permissions = [] } = requirement
  if (minimumRole !== undefined && !org.isAtLeastRole(minimumRole))
    return refuse('insufficient_role', `The user's role is ${rolesOf(org)}; required: ${minimumRole} or above`)
  if (exactRole !== undefined && !org.isRole(exactRole))
    return refuse('insufficient_role', `The user's role is ${rolesOf(org)}; required: exactly ${exactRole}`)
  const required = permission === undefined ? permissions : [permission, ...permissions]
  const missing = required.find((name) => !org.hasPermission(name))
  return missing === undefined ? org : refuse('insufficient_permission', `The user lacks the permission ${missing}`)
}
