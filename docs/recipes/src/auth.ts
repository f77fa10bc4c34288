import { createPropelAuth } from '@propelauth-edge/core'

export const propelAuth = createPropelAuth(() => ({
  authUrl: process.env.PROPELAUTH_AUTH_URL ?? '',
  roles: ['Owner', 'Admin', 'Member'],
  permissions: ['can_view_billing'],
}))

// Typed with the roles and permissions above.
export type User = Awaited<ReturnType<typeof propelAuth.validateRequest>>
export type OrgMemberInfo = ReturnType<typeof propelAuth.requireOrgMember>
export type Requirement = NonNullable<Parameters<typeof propelAuth.requireOrgMember>[2]>
