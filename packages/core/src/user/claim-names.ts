import type { JsonObject } from '../token/read-claim.js'

/** Members whose claim is not their own name in snake case. */
const claimNames: Readonly<Record<string, string>> = {
  userAssignedRole: 'user_role',
  userInheritedRolesPlusCurrentRole: 'inherited_user_roles_plus_current_role',
  userAssignedAdditionalRoles: 'additional_roles',
}

/** Doubles underscores, so that a member with the name of a claim does not become that claim. */
const toClaimName = (member: string) =>
  claimNames[member] ?? member.replace(/[A-Z_]/g, (letter) => `_${letter.toLowerCase()}`)

/** Renames the members of a user or an org to claims, so that the rules for tokens check them. */
export const toClaims = (data: object): JsonObject =>
  Object.fromEntries(Object.entries(data).map(([member, value]) => [toClaimName(member), value]))

/** The member of a claim. */
export const toMemberName = (claim: string): string =>
  Object.keys(claimNames).find((member) => claimNames[member] === claim) ??
  claim.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
