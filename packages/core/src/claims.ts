import { type Refusal, refuse } from './errors.js'

/** A JSON object as parsed: any name may be there, `__proto__` included. */
export type JsonObject = { readonly [name: string]: unknown }

declare const verified: unique symbol
/** The payload of an access token (docs/access-token.md) with its signature verified and its claims checked. */
export type VerifiedClaims = AccessTokenClaims & { readonly [verified]: true }

export interface AccessTokenClaims {
  readonly iss: string
  readonly iat: number
  readonly exp: number
  readonly nbf?: number
  readonly user_id: string
  readonly email?: string | null
  readonly first_name?: string | null
  readonly last_name?: string | null
  readonly username?: string | null
  readonly legacy_user_id?: string | null
  readonly impersonator_user_id?: string | null
  readonly properties?: JsonObject | null
  readonly metadata?: JsonObject | null
  readonly login_method?: LoginMethodClaim | null
  readonly org_member_info?: OrgMemberClaim | null
  readonly org_id_to_org_member_info?: Readonly<Record<string, OrgMemberClaim>> | null
}

export interface LoginMethodClaim {
  readonly login_method: string
  readonly provider?: string | null
  readonly org_id?: string | null
}

/** A member entry as issued (docs/access-token.md). Older tokens lack the optional fields. */
export interface OrgMemberClaim {
  readonly org_id: string
  readonly org_name: string
  readonly url_safe_org_name?: string | null
  readonly org_metadata?: JsonObject | null
  readonly legacy_org_id?: string | null
  readonly org_role_structure?: OrgRoleStructure | null
  readonly user_role: string
  readonly inherited_user_roles_plus_current_role: readonly string[]
  readonly additional_roles?: readonly string[] | null
  readonly user_permissions: readonly string[]
}

export type OrgRoleStructure = 'single_role_in_hierarchy' | 'multi_role'

/** What a token is held against, besides its signature. */
export interface ClaimRules {
  readonly issuers: readonly string[]
  readonly clockToleranceSeconds: number
}

const isString = (value: unknown): value is string => typeof value === 'string'
const isText = (value: unknown): value is string => isString(value) && value !== ''
const isStrings = (value: unknown): value is string[] => Array.isArray(value) && value.every(isString)
const isAbsent = (value: unknown): value is undefined | null => value === undefined || value === null
const isRoleStructure = (value: unknown) => value === 'single_role_in_hierarchy' || value === 'multi_role'

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const invalid = (claim: string) => refuse('invalid_claims', `The claim ${claim} is missing or of the wrong type`)

/**
 * The claims that are worth a look before any key is: a token of another issuer or time is refused without one
 * (RFC 7519 §4.1). Seconds of Unix time; the tolerance is one number for all of them.
 */
export function checkIssuerAndTimes(claims: JsonObject, rules: ClaimRules, now: number): Refusal | undefined {
  const { iss, iat, exp, nbf } = claims
  if (!isString(iss) || !rules.issuers.includes(iss)) return refuse('issuer_mismatch', 'iss is not the expected issuer')
  if (!Number.isFinite(exp)) return invalid('exp')
  if (!Number.isFinite(iat)) return invalid('iat')
  if (nbf !== undefined && !Number.isFinite(nbf)) return invalid('nbf')
  return checkTimes({ exp, nbf: Math.max(Number(iat), Number(nbf ?? iat)) } as TokenTimes, rules, now)
}

/** When a token starts and ends to count, in seconds of Unix time. `nbf` covers `iat` as well. */
export interface TokenTimes {
  readonly exp: number
  readonly nbf: number
}

export function checkTimes({ exp, nbf }: TokenTimes, rules: ClaimRules, now: number): Refusal | undefined {
  const tolerance = rules.clockToleranceSeconds
  // Said so that a clock which gives no number refuses instead of accepting.
  if (!(now < exp + tolerance)) return refuse('token_expired', `exp is ${Math.floor(now - exp)} seconds ago`)
  if (!(now >= nbf - tolerance))
    return refuse('token_not_active', `nbf or iat is ${Math.ceil(nbf - now)} seconds ahead`)
  return undefined
}

const textClaims = ['email', 'first_name', 'last_name', 'username', 'legacy_user_id', 'impersonator_user_id']

function isLoginMethod(value: unknown): boolean {
  if (!isJsonObject(value)) return false
  const { login_method: method, provider, org_id: orgId } = value
  return isText(method) && (isAbsent(provider) || isString(provider)) && (isAbsent(orgId) || isString(orgId))
}

export function isOrgMember(entry: unknown): entry is OrgMemberClaim {
  return (
    isJsonObject(entry) &&
    isText(entry.org_id) &&
    isString(entry.org_name) &&
    isString(entry.user_role) &&
    isStrings(entry.inherited_user_roles_plus_current_role) &&
    isStrings(entry.user_permissions) &&
    (isAbsent(entry.additional_roles) || isStrings(entry.additional_roles)) &&
    (isAbsent(entry.org_role_structure) || isRoleStructure(entry.org_role_structure)) &&
    (isAbsent(entry.org_metadata) || isJsonObject(entry.org_metadata)) &&
    (isAbsent(entry.url_safe_org_name) || isString(entry.url_safe_org_name)) &&
    (isAbsent(entry.legacy_org_id) || isString(entry.legacy_org_id))
  )
}

const isOrgMap = (value: unknown) =>
  isJsonObject(value) && Object.entries(value).every(([id, entry]) => isOrgMember(entry) && entry.org_id === id)

/** Checks the claims a user is made of. Called after the signature was verified, never before. */
export function checkClaims(claims: JsonObject): VerifiedClaims | Refusal {
  if (!isText(claims.user_id)) return invalid('user_id')
  const text = textClaims.find((name) => !isAbsent(claims[name]) && !isString(claims[name]))
  if (text) return invalid(text)
  const object = ['properties', 'metadata'].find((name) => !isAbsent(claims[name]) && !isJsonObject(claims[name]))
  if (object) return invalid(object)
  const { login_method: method, org_member_info: member, org_id_to_org_member_info: members } = claims
  if (!isAbsent(method) && !isLoginMethod(method)) return invalid('login_method')
  if (!isAbsent(member) && !isOrgMember(member)) return invalid('org_member_info')
  if (!isAbsent(members) && !isOrgMap(members)) return invalid('org_id_to_org_member_info')
  return claims as unknown as VerifiedClaims
}
