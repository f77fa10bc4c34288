import { isRefusal, type Refusal } from '../response/refusal.js'
import {
  invalidClaim,
  isJsonObject,
  isRoleStructure,
  isString,
  isStrings,
  isText,
  type JsonObject,
  type OrgRoleStructure,
  optional,
  required,
} from '../token/claims.js'

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
   * Reads a member entry as issued (docs/access-token.md). Older tokens lack some of its claims. `id` is the same text
   * as its org id, where that is kept already.
   * @internal
   */
  constructor(claim: JsonObject, id?: string) {
    const orgId = required(claim, 'org_id', isText)
    this.orgId = id ?? orgId
    this.orgName = required(claim, 'org_name', isString)
    this.urlSafeOrgName = optional(claim, 'url_safe_org_name', isString) ?? ''
    this.orgMetadata = deepFreeze(optional(claim, 'org_metadata', isJsonObject) ?? {})
    const legacyOrgId = optional(claim, 'legacy_org_id', isString)
    if (legacyOrgId !== undefined) this.legacyOrgId = legacyOrgId
    this.orgRoleStructure = optional(claim, 'org_role_structure', isRoleStructure) ?? 'single_role_in_hierarchy'
    this.userAssignedRole = required(claim, 'user_role', isString)
    this.userInheritedRolesPlusCurrentRole = Object.freeze(
      required(claim, 'inherited_user_roles_plus_current_role', isStrings),
    )
    const roles = optional(claim, 'additional_roles', isStrings)
    this.userAssignedAdditionalRoles = roles?.length ? Object.freeze(roles) : none
    this.userPermissions = Object.freeze(required(claim, 'user_permissions', isStrings)) as readonly Known<Permission>[]
    Object.freeze(this)
  }

  /** Whether the role is the user's own; in a multi-role project, any of the user's own. */
  isRole(role: Role): boolean {
    const isOneOfMany = this.orgRoleStructure === 'multi_role' && this.userAssignedAdditionalRoles.includes(role)
    return this.userAssignedRole === role || isOneOfMany
  }

  /** Whether the user's role is this one or above it. A multi-role project has no above: same as `isRole`. */
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
 * The user a valid access token was issued for. Deeply frozen; a claim that the token lacks is a property the user
 * lacks. Keys inside `properties` and `metadata` are the project's own and never renamed.
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
  /** Set when the token was issued for one chosen org; it then names no other. */
  declare readonly activeOrgId?: string
  /** Has no prototype: look up whatever id a caller sends. */
  readonly orgIdToOrgMemberInfo: Readonly<Record<string, OrgMemberInfo<Role, Permission>>>

  /** @internal */
  constructor(claims: JsonObject) {
    this.userId = required(claims, 'user_id', isText)
    for (const [property, claim] of textClaims) {
      const text = optional(claims, claim, isString)
      if (text !== undefined) (this as { [name in typeof property]: string })[property] = text
    }
    this.isImpersonated = 'impersonatorUserId' in this
    for (const name of ['properties', 'metadata'] as const) {
      const object = optional(claims, name, isJsonObject)
      if (object) (this as { [property in typeof name]: JsonObject })[name] = deepFreeze(object)
    }
    this.loginMethod = Object.freeze(toLoginMethod(optional(claims, 'login_method', isJsonObject)))
    const orgs = toOrgs<Role, Permission>(optional(claims, 'org_id_to_org_member_info', isJsonObject) ?? {})
    const activeOrg = optional(claims, 'org_member_info', isJsonObject)
    if (activeOrg) this.activeOrgId = required(activeOrg, 'org_id', isText)
    this.orgIdToOrgMemberInfo = activeOrg ? toOrgs({ [String(this.activeOrgId)]: activeOrg }) : orgs
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
    const orgs = this.getOrgs().map((org): [string, OrgMemberInfoData] => [org.orgId, { ...org }])
    return { ...this, orgIdToOrgMemberInfo: Object.fromEntries(orgs) }
  }
}

/** One for all members, most of whom have none. */
const none: readonly never[] = /* @__PURE__ */ Object.freeze([])

/** Claims that become a property of the same meaning, where the token has them. */
const textClaims = [
  ['email', 'email'],
  ['firstName', 'first_name'],
  ['lastName', 'last_name'],
  ['username', 'username'],
  ['legacyUserId', 'legacy_user_id'],
  ['impersonatorUserId', 'impersonator_user_id'],
] as const

function toLoginMethod(claim: JsonObject | undefined): LoginMethod {
  if (!claim) return { loginMethod: 'unknown' }
  const loginMethod = required(claim, 'login_method', isText)
  const provider = optional(claim, 'provider', isString)
  const orgId = optional(claim, 'org_id', isString)
  return { loginMethod, ...(provider !== undefined && { provider }), ...(orgId !== undefined && { orgId }) }
}

/** The orgs by their ids. An entry under the id of another org is of neither. */
function toOrgs<Role extends string, Permission extends string>(entries: JsonObject) {
  const orgs: Record<string, OrgMemberInfo<Role, Permission>> = Object.create(null)
  for (const [id, entry] of Object.entries(entries)) {
    if (!isJsonObject(entry) || entry.org_id !== id) throw invalidClaim('org_id_to_org_member_info')
    orgs[id] = new OrgMemberInfo(entry, id)
  }
  return Object.freeze(orgs)
}

/** Freezes a value and all it holds, without recursion: a token may nest as deep as it is long. */
export function deepFreeze<Value>(value: Value): Value {
  const pending: unknown[] = [value]
  for (const next of pending) {
    // What is frozen was seen before: data that is not of a token may hold itself.
    const isNew = typeof next === 'object' && next && !Object.isFrozen(next)
    const parts = isNew ? Object.values(Object.freeze(next)) : []
    for (const part of parts) if (typeof part === 'object') pending.push(part)
  }
  return value
}

/** The user the claims speak of, or which claim is wrong. Shared between requests where tokens are remembered: frozen. */
export function toUser(claims: JsonObject): User | Refusal {
  try {
    return new User(claims)
  } catch (refusal) {
    if (isRefusal(refusal)) return refusal
    throw refusal
  }
}
