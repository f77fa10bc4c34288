import type { JsonObject } from '../token/claims.js'

/** The members that are not named as their claim, in camel case. */
const claimNames: Readonly<Record<string, string>> = {
  userAssignedRole: 'user_role',
  userInheritedRolesPlusCurrentRole: 'inherited_user_roles_plus_current_role',
  userAssignedAdditionalRoles: 'additional_roles',
}

/** An underscore is doubled: a member that is named as a claim is none. */
const toClaimName = (member: string) =>
  claimNames[member] ?? member.replace(/[A-Z_]/g, (letter) => `_${letter.toLowerCase()}`)

/** Data of a user or an org under the names of claims, so that it is checked by the rules for a token. */
export const toClaims = (data: object): JsonObject =>
  Object.fromEntries(Object.entries(data).map(([member, value]) => [toClaimName(member), value]))

/** The member that a claim becomes. */
export const toMemberName = (claim: string): string =>
  Object.keys(claimNames).find((member) => claimNames[member] === claim) ??
  claim.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
