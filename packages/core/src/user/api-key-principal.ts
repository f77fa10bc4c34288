import { type Refusal, refuse } from '../response/refusal.js'
import { isJsonObject, type JsonObject, type OrgRoleStructure } from '../token/read-claim.js'
import { toClaims } from './claim-names.js'
import { deepFreeze } from './deep-freeze.js'
import { OrgMemberInfo } from './org-member-info.js'
import type { KeyPrincipal } from './principal.js'
import { throwWrongClaim, User } from './user.js'

/** A user's membership in one org, in the form of the backend API of the service (docs/access-token.md). */
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

/** Whom a key stands for, as plain data: a user, an org, both or, with a generic key, neither (docs/access-token.md). */
export interface ApiKeyPrincipal {
  readonly apiKeyId?: string | null | undefined
  readonly metadata?: JsonObject | null | undefined
  readonly user?: ApiKeyUser | null | undefined
  readonly org?: ApiKeyOrg | null | undefined
  /** What the user may do in that org. */
  readonly userInOrg?: ApiKeyMembership | null | undefined
}

/** Data that cannot be what it says it is. */
const wrongForm = /* @__PURE__ */ refuse('api_keys_unavailable', 'The validator answered with data of the wrong form')

/** An org's key counts in that org alone, a personal key in the orgs that are named with its user. */
function toHolder(user: ApiKeyUser, { org, userInOrg }: ApiKeyPrincipal): User {
  const orgs = org ? [] : Object.entries(user.orgIdToOrgInfo ?? {})
  return new User({
    ...toClaims(user),
    org_member_info: org && userInOrg && userInOrg.orgId === org.orgId ? toClaims(userInOrg) : null,
    org_id_to_org_member_info: Object.fromEntries(orgs.map(([id, entry]) => [id, toClaims(entry)])),
  })
}

/** The org of a key that no member of it holds: no role, no permission. */
function toOrg({ metadata, ...org }: ApiKeyOrg): OrgMemberInfo {
  const none = { userAssignedRole: '', userInheritedRolesPlusCurrentRole: [], userPermissions: [] }
  return new OrgMemberInfo(toClaims({ ...org, orgMetadata: metadata, ...none }), throwWrongClaim)
}

function read(answer: ApiKeyPrincipal): KeyPrincipal {
  const copy: ApiKeyPrincipal = structuredClone(answer)
  const { apiKeyId, metadata } = copy
  const user = copy.user && toHolder(copy.user, copy)
  const org = copy.org && (user?.getOrg(copy.org.orgId) ?? toOrg(copy.org))
  return deepFreeze({
    kind: 'apiKey',
    ...(apiKeyId && { apiKeyId }),
    ...(user && { user }),
    ...(org && { org }),
    ...(metadata && { metadata }),
  })
}

/**
 * The principal of a key, from what a validator answered. Shared between requests where it is remembered, hence a
 * frozen copy.
 */
export function toKeyPrincipal(answer: ApiKeyPrincipal): KeyPrincipal | Refusal {
  if (!isJsonObject(answer)) return wrongForm
  try {
    return read(answer)
  } catch {
    return wrongForm
  }
}
