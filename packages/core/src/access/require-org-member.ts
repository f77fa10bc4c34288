import { givenObject } from '../checks/plain-object.js'
import { AuthError } from '../response/auth-error.js'
import { isRefusal } from '../response/refusal.js'
import type { OrgMemberInfo } from '../user/org-member-info.js'
import type { Principal } from '../user/principal.js'
import type { User } from '../user/user.js'
import { decideOrgAccess } from './decide-org-access.js'
import { type Requirement, readRequirement } from './requirement.js'

/**
 * The user's membership in the org, if it meets the requirement. Pure: no token is read and nothing is fetched.
 *
 * Of the principal of an API key: the key of an org is in that org alone, with the rights of the user who holds it and
 * is a member; without such a user it has none, and is admitted where nothing but membership is required.
 *
 * @throws {AuthError} 403 `not_org_member` (also for an empty or missing org id), `insufficient_role`,
 * `insufficient_permission`
 * @throws {TypeError} for a requirement that is undefined, or has an unknown, empty or undefined member
 *
 * @example
 * ```ts
 * const org = requireOrgMember(user, orgId, { minimumRole: 'Admin' })
 * ```
 */
export function requireOrgMember<Role extends string, Permission extends string>(
  user: User<Role, Permission> | Principal<Role, Permission>,
  orgId: string | undefined | null,
  ...given: readonly [requirement?: Requirement<NoInfer<Role>, NoInfer<Permission>>]
): OrgMemberInfo<Role, Permission> {
  const decision = decideOrgAccess(user, orgId, readRequirement(givenObject(given)))
  if (isRefusal(decision)) throw new AuthError(decision.code, decision)
  return decision
}
