import { createPropelAuth } from '@propelauth-edge/core'

export const propelAuth = createPropelAuth(() => ({
  authUrl: process.env.PROPELAUTH_AUTH_URL ?? '',
  roles: ['Owner', 'Admin', 'Member'],
  permissions: ['can_view_billing'],
}))
