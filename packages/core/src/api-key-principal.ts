import { checkClaims, isJsonObject, isOrgMember, type JsonObject, type OrgRoleStructure } from './claims.js'
import { Refusal } from './errors.js'
import type { KeyPrincipal } from './principal.js'
import { deepFreeze, OrgMemberInfo, toUser, type User } from './user.js'

/** A user's place in one org, as the backend API of the service tells of it (contract §3.3). */
export interface ApiKeyMembership {
  readonly orgId: string
  readonly orgName: string
  readonly urlSafeOrgName?: string | null | undefined
  readonly orgMetadata?: JsonObject | null | undefined
  readonly legacyOrgId?: string | null | undefined
  readonly orgRoleStructure?: OrgRoleStructure | null | undefined
  readonly userAssignedRole: string
  readonly userInheritedRolesPlusCurrentRole: readonly string[]
  readonly userAssignedAdditionalRoles?: readonly string[] | null | undefined
  readonly userPermissions: readonly string[]
}

/** The user who holds a key. */
export interface ApiKeyUser {
  readonly userId: string
  readonly email?: string | null | undefined
  readonly firstName?: string | null | undefined
  readonly lastName?: string | null | undefined
  readonly username?: string | null | undefined
  readonly legacyUserId?: string | null | undefined
  readonly properties?: JsonObject | null | undefined
  readonly metadata?: JsonObject | null | undefined
  /** The orgs in which a personal key counts. The service names none; a validator of your own may. */
  readonly orgIdToOrgInfo?: Readonly<Record<string, ApiKeyMembership>> | null | undefined
}

/** The org whose key it is. */
export interface ApiKeyOrg {
  readonly orgId: string
  readonly orgName: string
  readonly legacyOrgId?: string | null | undefined
  readonly metadata?: JsonObject | null | undefined
}

/** Whom a key stands for, as plain data: a user, an org, both or, with a generic key, neither (contract §7). */
export interface ApiKeyPrincipal {
  readonly apiKeyId?: string | null | undefined
  readonly metadata?: JsonObject | null | undefined
  readonly user?: ApiKeyUser | null | undefined
  readonly org?: ApiKeyOrg | null | undefined
  /** What the user may do in that org. */
  readonly userInOrg?: ApiKeyMembership | null | undefined
}

function toMemberClaim(entry: ApiKeyMembership) {
  return {
    org_id: entry.orgId,
    org_name: entry.orgName,
    url_safe_org_name: entry.urlSafeOrgName,
    org_metadata: entry.orgMetadata,
    legacy_org_id: entry.legacyOrgId,
    org_role_structure: entry.orgRoleStructure,
    user_role: entry.userAssignedRole,
    inherited_user_roles_plus_current_role: entry.userInheritedRolesPlusCurrentRole,
    additional_roles: entry.userAssignedAdditionalRoles,
    user_permissions: entry.userPermissions,
  }
}

const fail = (): never => {
  throw new TypeError('The validator of API keys answered with data of the wrong form')
}

/** A personal key counts in the orgs that are named with its user, an org's key in that org alone. */
function toOrgClaims({ user, org, userInOrg }: ApiKeyPrincipal): JsonObject {
  if (org) return { org_member_info: userInOrg?.orgId === org.orgId ? toMemberClaim(userInOrg) : null }
  const orgs = Object.entries(user?.orgIdToOrgInfo ?? {})
  return { org_id_to_org_member_info: Object.fromEntries(orgs.map(([id, entry]) => [id, toMemberClaim(entry)])) }
}

/** Held against the same rules as the claims of a token. */
function toHolder(user: ApiKeyUser, orgClaims: JsonObject): User {
  const claims = checkClaims({
    user_id: user.userId,
    email: user.email,
    first_name: user.firstName,
    last_name: user.lastName,
    username: user.username,
    legacy_user_id: user.legacyUserId,
    properties: user.properties,
    metadata: user.metadata,
    ...orgClaims,
  })
  return claims instanceof Refusal ? fail() : toUser(claims)
}

/** The org of a key that no member of it holds: no role, no permission. */
function toOrg({ metadata, ...org }: ApiKeyOrg): OrgMemberInfo {
  const none = { userAssignedRole: '', userInheritedRolesPlusCurrentRole: [], userPermissions: [] }
  const claim = toMemberClaim({ ...none, ...org, orgMetadata: metadata })
  return isOrgMember(claim) ? new OrgMemberInfo(claim) : fail()
}

/**
 * The principal of a key, from what a validator answered. Shared between requests where it is remembered, hence a
 * frozen copy.
 * @throws {TypeError} for data that cannot be what it says it is
 */
export function toKeyPrincipal(answer: ApiKeyPrincipal): KeyPrincipal {
  if (!isJsonObject(answer)) fail()
  const copy = structuredClone(answer)
  const { apiKeyId, user, org, metadata } = copy
  const holder = user && toHolder(user, toOrgClaims(copy))
  return deepFreeze({
    kind: 'apiKey',
    ...(apiKeyId && { apiKeyId }),
    ...(holder && { user: holder }),
    ...(org && { org: holder?.getOrg(org.orgId) ?? toOrg(org) }),
    ...(isJsonObject(metadata) && { metadata }),
  })
}
