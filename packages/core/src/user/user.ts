import type { Refusal } from '../response/refusal.js'
import { invalidClaim, isJsonObject, type JsonObject, type OrgRoleStructure } from '../token/claims.js'
import { id, type OnWrongClaim, object, optional, required, roleStructure, text, texts } from './read-claim.js'

/** The default for callers that do not expect wrong claims. */
function throwWrongClaim(...wrong: Parameters<OnWrongClaim>): never {
  throw new TypeError(invalidClaim(...wrong).detail)
}

/** How the user logged in. Values are open: the service adds providers without notice (docs/access-token.md). */
export interface LoginMethod {
  /** `password`, `magic_link`, `social_sso`, `saml_sso`, … or `unknown` when the token does not say. */
  readonly loginMethod: string
  readonly provider?: string
  readonly orgId?: string
}

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
  constructor(claim: JsonObject, onWrong: OnWrongClaim = throwWrongClaim, orgId?: string) {
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
    const roles = claim.inherited_user_roles_plus_current_role
    this.userInheritedRolesPlusCurrentRole = Object.freeze(
      required('inherited_user_roles_plus_current_role', roles, texts, onWrong),
    )
    const additional = optional('additional_roles', claim.additional_roles, texts, onWrong)
    this.userAssignedAdditionalRoles = additional?.length ? Object.freeze(additional) : none
    const permissions = required('user_permissions', claim.user_permissions, texts, onWrong)
    this.userPermissions = Object.freeze(permissions) as readonly Known<Permission>[]
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

/** The data of a {@link User}, without methods: what `JSON.stringify(user)` gives. */
export interface UserData {
  readonly userId: string
  readonly email?: string
  readonly firstName?: string
  readonly lastName?: string
  readonly username?: string
  readonly legacyUserId?: string
  readonly impersonatorUserId?: string
  readonly isImpersonated: boolean
  readonly properties?: JsonObject
  readonly metadata?: JsonObject
  readonly loginMethod: LoginMethod
  readonly activeOrgId?: string
  readonly orgIdToOrgMemberInfo: Readonly<Record<string, OrgMemberInfoData>>
}

/**
 * The user of a valid access token. Deeply frozen. A claim that is absent from the token is a property that is absent
 * here. Keys inside `properties` and `metadata` are the project's own and never renamed.
 *
 * @example
 * ```ts
 * const user = await propelAuth.validateRequest(request)
 * const org = user.getActiveOrg() ?? user.getOrgs()[0]
 * ```
 */
export class User<Role extends string = string, Permission extends string = string> implements UserData {
  readonly userId: string
  declare readonly email?: string
  declare readonly firstName?: string
  declare readonly lastName?: string
  declare readonly username?: string
  /** The id in the system the user was migrated from. */
  declare readonly legacyUserId?: string
  /** The employee who acts as this user. */
  declare readonly impersonatorUserId?: string
  readonly isImpersonated: boolean
  declare readonly properties?: JsonObject
  declare readonly metadata?: JsonObject
  readonly loginMethod: LoginMethod
  /** Set if the token was issued for one chosen org. The user then has no other org. */
  declare readonly activeOrgId?: string
  /** Has no prototype, so ids from a request are safe to look up. */
  readonly orgIdToOrgMemberInfo: Readonly<Record<string, OrgMemberInfo<Role, Permission>>>

  /** @internal */
  constructor(claims: JsonObject, onWrong: OnWrongClaim = throwWrongClaim) {
    this.userId = required('user_id', claims.user_id, id, onWrong)
    const email = optional('email', claims.email, text, onWrong)
    if (email !== undefined) this.email = email
    const firstName = optional('first_name', claims.first_name, text, onWrong)
    if (firstName !== undefined) this.firstName = firstName
    const lastName = optional('last_name', claims.last_name, text, onWrong)
    if (lastName !== undefined) this.lastName = lastName
    const username = optional('username', claims.username, text, onWrong)
    if (username !== undefined) this.username = username
    const legacyUserId = optional('legacy_user_id', claims.legacy_user_id, text, onWrong)
    if (legacyUserId !== undefined) this.legacyUserId = legacyUserId
    const impersonatorUserId = optional('impersonator_user_id', claims.impersonator_user_id, text, onWrong)
    if (impersonatorUserId !== undefined) this.impersonatorUserId = impersonatorUserId
    this.isImpersonated = impersonatorUserId !== undefined
    const properties = optional('properties', claims.properties, object, onWrong)
    if (properties) this.properties = deepFreeze(properties)
    const metadata = optional('metadata', claims.metadata, object, onWrong)
    if (metadata) this.metadata = deepFreeze(metadata)
    this.loginMethod = toLoginMethod(optional('login_method', claims.login_method, object, onWrong), onWrong)
    const entries = optional('org_id_to_org_member_info', claims.org_id_to_org_member_info, object, onWrong)
    const orgs = toOrgs<Role, Permission>(entries ?? {}, onWrong)
    const activeOrg = optional('org_member_info', claims.org_member_info, object, onWrong)
    if (activeOrg) this.activeOrgId = required('org_id', activeOrg.org_id, id, onWrong)
    this.orgIdToOrgMemberInfo = activeOrg ? toOrgs({ [String(this.activeOrgId)]: activeOrg }, onWrong) : orgs
    Object.freeze(this)
  }

  getOrg(orgId: string): OrgMemberInfo<Role, Permission> | undefined {
    return this.orgIdToOrgMemberInfo[orgId]
  }

  /** Finds an org by its name in any case, with spaces or hyphens, as its URL-safe name has it. */
  getOrgByName(name: string): OrgMemberInfo<Role, Permission> | undefined {
    const urlSafeName = name.toLowerCase().replace(/ /g, '-')
    return urlSafeName === '' ? undefined : this.getOrgs().find((org) => org.urlSafeOrgName === urlSafeName)
  }

  getOrgs(): OrgMemberInfo<Role, Permission>[] {
    return Object.values(this.orgIdToOrgMemberInfo)
  }

  getActiveOrg(): OrgMemberInfo<Role, Permission> | undefined {
    return this.activeOrgId === undefined ? undefined : this.getOrg(this.activeOrgId)
  }

  getUserProperty(key: string): unknown {
    return this.properties && Object.hasOwn(this.properties, key) ? this.properties[key] : undefined
  }

  isRole(orgId: string, role: Role): boolean {
    return this.getOrg(orgId)?.isRole(role) ?? false
  }

  isAtLeastRole(orgId: string, role: Role): boolean {
    return this.getOrg(orgId)?.isAtLeastRole(role) ?? false
  }

  hasPermission(orgId: string, permission: Permission): boolean {
    return this.getOrg(orgId)?.hasPermission(permission) ?? false
  }

  hasAllPermissions(orgId: string, permissions: readonly Permission[]): boolean {
    return this.getOrg(orgId)?.hasAllPermissions(permissions) ?? false
  }

  toJSON(): UserData {
    const orgs = this.getOrgs().map((org): [string, OrgMemberInfoData] => [org.orgId, org.toJSON()])
    return { ...this, orgIdToOrgMemberInfo: Object.fromEntries(orgs) }
  }
}

/** Shared by all members without additional roles. */
const none: readonly never[] = /* @__PURE__ */ Object.freeze([])

const unknownLoginMethod: LoginMethod = /* @__PURE__ */ Object.freeze({ loginMethod: 'unknown' })

function toLoginMethod(claim: JsonObject | undefined, onWrong: OnWrongClaim): LoginMethod {
  if (!claim) return unknownLoginMethod
  const loginMethod = required('login_method', claim.login_method, id, onWrong)
  const provider = optional('provider', claim.provider, text, onWrong)
  const orgId = optional('org_id', claim.org_id, text, onWrong)
  return Object.freeze({
    loginMethod,
    ...(provider !== undefined && { provider }),
    ...(orgId !== undefined && { orgId }),
  })
}

/** The orgs by their ids. An entry under the id of another org belongs to neither. */
function toOrgs<Role extends string, Permission extends string>(entries: JsonObject, onWrong: OnWrongClaim) {
  const orgs: Record<string, OrgMemberInfo<Role, Permission>> = Object.create(null)
  for (const orgId of Object.keys(entries)) {
    const entry = entries[orgId]
    if (isJsonObject(entry) && entry.org_id === orgId) orgs[orgId] = new OrgMemberInfo(entry, onWrong, orgId)
    else onWrong('org_id_to_org_member_info', 'an object of orgs under their own ids', entry)
  }
  return Object.freeze(orgs)
}

/** Freezes a value deeply. Not recursive: JSON of a token may nest thousands of levels. */
export function deepFreeze<Value>(value: Value): Value {
  const pending: unknown[] = [value]
  for (const next of pending) {
    // Frozen already: data that is not from a token may contain itself.
    if (typeof next !== 'object' || next === null || Object.isFrozen(next)) continue
    for (const part of Object.values(Object.freeze(next))) if (typeof part === 'object') pending.push(part)
  }
  return value
}

/** The user of a token, or the refusal that names the wrong claim. Frozen: requests share it by the token cache. */
export function toUser(claims: JsonObject): User | Refusal {
  let refusal: Refusal | undefined
  const user = new User(claims, (...wrong) => {
    refusal ??= invalidClaim(...wrong)
  })
  return refusal ?? user
}
