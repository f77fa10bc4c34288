import type { Issuer } from './token-set.ts'

/** 2026-01-01 and 2100-01-01: the same tokens on every day. */
const issuedAt = 1_767_225_600
const expiresAt = 4_102_444_800
const expiredAt = issuedAt + 1_800

const uuid = (group: number, index: number) =>
  `${String(group).padStart(8, '0')}-0000-4000-8000-${String(index).padStart(12, '0')}`

export const userIdOf = (index: number) => uuid(1, index)

function toOrg(index: number) {
  const orgId = uuid(2, index)
  const orgName = `Organization ${index}`
  const org = {
    org_id: orgId,
    org_name: orgName,
    url_safe_org_name: orgName.toLowerCase().replace(' ', '-'),
    org_metadata: { plan: 'enterprise' },
    user_role: 'Admin',
    inherited_user_roles_plus_current_role: ['Admin', 'Member'],
    user_permissions: ['can_view_billing', 'can_edit_billing', 'can_invite'],
    org_role_structure: 'single_role_in_hierarchy',
    additional_roles: [],
  }
  return [orgId, org] as const
}

/** The payload of an access token of the service: a user in two orgs, about 1.3 KB of JSON. */
export function toClaims({ issuer }: Issuer, index: number, isExpired: boolean) {
  const userId = userIdOf(index)
  return {
    sub: userId,
    user_id: userId,
    iss: issuer,
    iat: issuedAt,
    exp: isExpired ? expiredAt : expiresAt,
    email: `user-${index}@example.com`,
    first_name: 'Firstname',
    last_name: `Lastname-${index}`,
    username: `user-${index}`,
    login_method: { login_method: 'social_sso', provider: 'google' },
    properties: { favourite_colour: 'blue', department: 'Research', onboarded: true },
    org_id_to_org_member_info: Object.fromEntries([toOrg(index), toOrg(index + 1)]),
  }
}
