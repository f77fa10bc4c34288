import type { Refusal } from '../response/refusal.js'
import { invalidClaim } from '../token/claims.js'
import {
  id,
  isJsonObject,
  type JsonObject,
  type OnWrongClaim,
  object,
  optional,
  required,
  text,
} from '../token/read-claim.js'
import { deepFreeze } from './deep-freeze.js'
import { type LoginMethod, toLoginMethod } from './login-method.js'
import { OrgMemberInfo, type OrgMemberInfoData } from './org-member-info.js'

/** For callers that do not expect wrong claims. */
export function throwWrongClaim(...wrong: Parameters<OnWrongClaim>): never {
  throw new TypeError(invalidClaim(...wrong).detail)
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

/** The user of a token, or the refusal that names the wrong claim. Frozen: requests share it by the token cache. */
export function toUser(claims: JsonObject): User | Refusal {
  let refusal: Refusal | undefined
  const user = new User(claims, (...wrong) => {
    refusal ??= invalidClaim(...wrong)
  })
  return refusal ?? user
}
