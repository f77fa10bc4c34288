import type { JsonObject, OrgRoleStructure } from '../token/read-claim.js'
import { id, type OnWrongClaim, object, optional, required, roleStructure, text } from '../token/read-claim.js'
import { deepFreeze } from './deep-freeze.js'
import { readTexts } from './read-texts.js'

/** A name from the list given to `createPropelAuth`, completed by editors, or any other that the service sends. */
type Known<Name extends string> = Name | (string & {})

/** The data of an {@link OrgMemberInfo}, without methods: for React, RPC and logs. */
export interface OrgMemberInfoData {
  readonly orgId: string
  readonly orgName: string
  readonly urlSafeOrgName: string
  /** Keys are the project's own and never renamed. */
  readonly orgMetadata: JsonObject
  readonly legacyOrgId?: string
  readonly orgRoleStructure: OrgRoleStructure
  readonly userAssignedRole: string
  readonly userInheritedRolesPlusCurrentRole: readonly string[]
  readonly userAssignedAdditionalRoles: readonly string[]
  readonly userPermissions: readonly string[]
}

/**
 * A user's membership in one org, as the access token states it (docs/access-token.md). Frozen.
 *
 * @example
 * ```ts
 * const org = user.getOrg(orgId)
 * if (org?.isAtLeastRole('Admin')) await deleteProject()
 * ```
 */
export class OrgMemberInfo<Role extends string = string, Permission extends string = string>
  implements OrgMemberInfoData
{
  readonly orgId: string
  readonly orgName: string
  readonly urlSafeOrgName: string
  readonly orgMetadata: JsonObject
  declare readonly legacyOrgId?: string
  readonly orgRoleStructure: OrgRoleStructure
  readonly userAssignedRole: Known<Role>
  readonly userInheritedRolesPlusCurrentRole: readonly Known<Role>[]
  readonly userAssignedAdditionalRoles: readonly Known<Role>[]
  readonly userPermissions: readonly Known<Permission>[]

  /**
   * Reads a member entry as issued (docs/access-token.md). Older tokens lack some of its claims. `orgId` equals the org id
   * of the entry; passing it saves a second copy of the string.
   * @internal
   */
  constructor(claim: JsonObject, onWrong: OnWrongClaim, orgId?: string) {
    const ownId = required('org_id', claim.org_id, id, onWrong)
    this.orgId = orgId ?? ownId
    this.orgName = required('org_name', claim.org_name, text, onWrong)
    this.urlSafeOrgName = optional('url_safe_org_name', claim.url_safe_org_name, text, onWrong) ?? ''
    this.orgMetadata = deepFreeze(optional('org_metadata', claim.org_metadata, object, onWrong) ?? {})
    const legacyOrgId = optional('legacy_org_id', claim.legacy_org_id, text, onWrong)
    if (legacyOrgId !== undefined) this.legacyOrgId = legacyOrgId
    this.orgRoleStructure =
      optional('org_role_structure', claim.org_role_structure, roleStructure, onWrong) ?? 'single_role_in_hierarchy'
    this.userAssignedRole = required('user_role', claim.user_role, text, onWrong)
    const inherited = claim.inherited_user_roles_plus_current_role
    this.userInheritedRolesPlusCurrentRole = readTexts('inherited_user_roles_plus_current_role', inherited, onWrong)
    this.userAssignedAdditionalRoles = readTexts('additional_roles', claim.additional_roles ?? [], onWrong)
    this.userPermissions = readTexts('user_permissions', claim.user_permissions, onWrong)
    Object.freeze(this)
  }

  /** Whether the user has this role; in a multi-role project, among several. */
  isRole(role: Role): boolean {
    const isOneOfMany = this.orgRoleStructure === 'multi_role' && this.userAssignedAdditionalRoles.includes(role)
    return this.userAssignedRole === role || isOneOfMany
  }

  /** Whether the user's role is this one or a higher one. The same as `isRole` in a multi-role project. */
  isAtLeastRole(role: Role): boolean {
    if (this.orgRoleStructure === 'multi_role') return this.isRole(role)
    return this.userInheritedRolesPlusCurrentRole.includes(role)
  }

  hasPermission(permission: Permission): boolean {
    return this.userPermissions.includes(permission)
  }

  /** True for an empty list. */
  hasAllPermissions(permissions: readonly Permission[]): boolean {
    return permissions.every((permission) => this.hasPermission(permission))
  }

  toJSON(): OrgMemberInfoData {
    return { ...this }
  }
}
