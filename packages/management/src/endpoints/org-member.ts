import type { Domain, JsonObject, Shape, Wire } from '../shapes/shape.js'
import { map, named, object, optional, text, textList, typed } from '../shapes/shape.js'

export const OrgRoleStructure = {
  SingleRole: 'single_role_in_hierarchy',
  MultiRole: 'multi_role',
} as const
export type OrgRoleStructure = (typeof OrgRoleStructure)[keyof typeof OrgRoleStructure]

const shape = object(
  {
    userAssignedRole: named('user_role', text),
    userInheritedRolesPlusCurrentRole: named('inherited_user_roles_plus_current_role', textList),
    userAssignedAdditionalRoles: named('additional_roles', optional(textList)),
  },
  typed<{
    orgId: string
    orgName: string
    urlSafeOrgName: string
    orgMetadata: JsonObject
    orgRoleStructure?: OrgRoleStructure
    legacyOrgId?: string
    userPermissions: string[]
  }>(),
)

/** A user's place in one organization. Plain data: the role checks are functions of `@propelauth-edge/core`. */
export interface OrgMemberInfo extends Domain<typeof shape> {}
export interface OrgMemberInfoWire extends Wire<typeof shape> {}
export const orgMemberInfo: Shape<OrgMemberInfo, OrgMemberInfoWire> = shape

export interface OrgIdToOrgMemberInfo {
  [orgId: string]: OrgMemberInfo
}
export const orgIdToOrgMemberInfo: Shape<OrgIdToOrgMemberInfo, { [orgId: string]: OrgMemberInfoWire }> =
  map(orgMemberInfo)
