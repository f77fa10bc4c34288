import type { JsonObject, LoginMethodClaim, OrgMemberClaim, OrgRoleStructure, VerifiedClaims } from './claims.js'

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

  /** @internal */
  constructor(claim: OrgMemberClaim) {
    this.orgId = claim.org_id
    this.orgName = claim.org_name
    this.urlSafeOrgName = claim.url_safe_org_name ?? ''
    this.orgMetadata = claim.org_metadata ?? {}
    if (isPresent(claim.legacy_org_id)) this.legacyOrgId = claim.legacy_org_id
    this.orgRoleStructure = claim.org_role_structure ?? 'single_role_in_hierarchy'
    this.userAssignedRole = claim.user_role
    this.userInheritedRolesPlusCurrentRole = claim.inherited_user_roles_plus_current_role
    this.userAssignedAdditionalRoles = claim.additional_roles ?? []
    this.userPermissions = claim.user_permissions as readonly Known<Permission>[]
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
  constructor(claims: VerifiedClaims) {
    const { org_member_info: activeOrg } = claims
    this.userId = claims.user_id
    if (isPresent(claims.email)) this.email = claims.email
    if (isPresent(claims.first_name)) this.firstName = claims.first_name
    if (isPresent(claims.last_name)) this.lastName = claims.last_name
    if (isPresent(claims.username)) this.username = claims.username
    if (isPresent(claims.legacy_user_id)) this.legacyUserId = claims.legacy_user_id
    if (isPresent(claims.impersonator_user_id)) this.impersonatorUserId = claims.impersonator_user_id
    this.isImpersonated = 'impersonatorUserId' in this
    if (isPresent(claims.properties)) this.properties = claims.properties
    if (isPresent(claims.metadata)) this.metadata = claims.metadata
    this.loginMethod = toLoginMethod(claims.login_method)
    if (activeOrg) this.activeOrgId = activeOrg.org_id
    this.orgIdToOrgMemberInfo = toOrgs(activeOrg ? [activeOrg] : Object.values(claims.org_id_to_org_member_info ?? {}))
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

const isPresent = <Value>(value: Value | undefined | null): value is Value => value !== undefined && value !== null

function toLoginMethod(claim: LoginMethodClaim | undefined | null): LoginMethod {
  if (!claim) return { loginMethod: 'unknown' }
  return {
    loginMethod: claim.login_method,
    ...(isPresent(claim.provider) && { provider: claim.provider }),
    ...(isPresent(claim.org_id) && { orgId: claim.org_id }),
  }
}

function toOrgs<Role extends string, Permission extends string>(entries: readonly OrgMemberClaim[]) {
  const orgs: Record<string, OrgMemberInfo<Role, Permission>> = Object.create(null)
  for (const entry of entries) orgs[entry.org_id] = new OrgMemberInfo(entry)
  return orgs
}

/** Freezes a value and all it holds, without recursion: a token may nest as deep as it is long. */
export function deepFreeze<Value>(value: Value): Value {
  const pending: unknown[] = [value]
  while (pending.length > 0) {
    const next = pending.pop()
    // What is frozen was seen before: data that is not of a token may hold itself.
    if (typeof next === 'object' && next !== null && !Object.isFrozen(next))
      pending.push(...Object.values(Object.freeze(next)))
  }
  return value
}

/** The user the claims speak of. Shared between requests where verified tokens are remembered, hence frozen. */
export function toUser(claims: VerifiedClaims): User {
  return deepFreeze(new User(claims))
}
