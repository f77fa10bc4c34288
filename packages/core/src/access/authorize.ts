import { AuthError } from '../response/auth-error.js'
import { type Refusal, refuse } from '../response/refusal.js'
import type { Principal } from '../user/principal.js'
import type { OrgMemberInfo, User } from '../user/user.js'

/**
 * What a member of an org must be or may do. All conditions must hold; an empty requirement asks for membership.
 * Unknown keys and `undefined`, empty or non-string values are a `TypeError`, since a misspelt constant must not
 * admit everyone.
 */
export interface Requirement<Role extends string = string, Permission extends string = string> {
  /** The role or one above it; in a multi-role project, one of the user's roles. */
  readonly minimumRole?: Role
  /** The role itself; in a multi-role project, one of the user's roles. */
  readonly exactRole?: Role
  readonly permission?: Permission
  /** All of them. */
  readonly permissions?: readonly Permission[]
}

const isName = (value: unknown) => typeof value === 'string' && value !== ''
/** Spread, since `every` passes over the holes of a list. */
const isNames = (value: unknown) => Array.isArray(value) && [...value].every(isName)

const conditions = { minimumRole: isName, exactRole: isName, permission: isName, permissions: isNames }

export const isCondition = (key: string): key is keyof typeof conditions => Object.hasOwn(conditions, key)

/** An object literal: what a prototype holds would be lost in copies, and with it a condition. */
export function checkPlain(what: string, value: unknown): void {
  const prototype = typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : value
  if (prototype !== null && (typeof prototype !== 'object' || Object.getPrototypeOf(prototype) !== null))
    throw new TypeError(`${what} must be a plain object`)
}

/** @throws {TypeError} if the requirement is not exactly what it says it is */
export function checkRequirement(requirement: object): void {
  checkPlain('A requirement', requirement)
  for (const [key, value] of Object.entries(requirement)) {
    if (!isCondition(key))
      throw new TypeError(`Unknown requirement "${key}"; known: ${Object.keys(conditions).join(', ')}`)
    if (!conditions[key](value)) throw new TypeError(`The requirement ${key} is empty, undefined or not a string`)
  }
}

/** An org's key is in that org and in no other, whoever holds it. */
function findOrg<Role extends string, Permission extends string>(
  who: User<Role, Permission> | Principal<Role, Permission>,
  orgId: string,
): OrgMemberInfo<Role, Permission> | undefined {
  if (!('kind' in who)) return who.getOrg(orgId)
  if (who.kind === 'user' || !who.org) return who.user?.getOrg(orgId)
  return who.org.orgId === orgId ? who.org : undefined
}

/** Decides on membership, role and permission. The requirement must have been checked. */
export function decideOrgAccess<Role extends string, Permission extends string>(
  who: User<Role, Permission> | Principal<Role, Permission>,
  orgId: string | undefined | null,
  requirement: Requirement<Role, Permission> = {},
): OrgMemberInfo<Role, Permission> | Refusal {
  const org = typeof orgId === 'string' ? findOrg(who, orgId) : undefined
  if (!org) return refuse('not_org_member', 'The user is not a member of the required org')
  const { minimumRole, exactRole, permission, permissions = [] } = requirement
  if (minimumRole !== undefined && !org.isAtLeastRole(minimumRole))
    return refuse('insufficient_role', `The user's role is below ${minimumRole}`)
  if (exactRole !== undefined && !org.isRole(exactRole))
    return refuse('insufficient_role', `The user's role is not ${exactRole}`)
  const missing = [...(permission === undefined ? [] : [permission]), ...permissions].find((p) => !org.hasPermission(p))
  return missing === undefined ? org : refuse('insufficient_permission', `The user lacks the permission ${missing}`)
}

/**
 * The user's membership in the org, if it meets the requirement. Pure: no token is read and nothing is fetched.
 *
 * Of the principal of an API key: an org's key is in that org alone, with the rights of the user who holds it and is a
 * member; without such a user it has none, and is admitted where nothing but membership is required.
 *
 * @throws {AuthError} 403 `not_org_member` (also for an empty or missing org id), `insufficient_role`,
 * `insufficient_permission`
 * @throws {TypeError} for a requirement with an unknown, empty or undefined member
 *
 * @example
 * ```ts
 * const org = requireOrgMember(user, orgId, { minimumRole: 'Admin' })
 * ```
 */
export function requireOrgMember<Role extends string, Permission extends string>(
  user: User<Role, Permission> | Principal<Role, Permission>,
  orgId: string | undefined | null,
  requirement: Requirement<NoInfer<Role>, NoInfer<Permission>> = {},
): OrgMemberInfo<Role, Permission> {
  checkRequirement(requirement)
  const decision = decideOrgAccess(user, orgId, requirement)
  if ('code' in decision) throw new AuthError(decision.code, decision)
  return decision
}
