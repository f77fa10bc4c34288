import { createPropelAuth, fromCookie, fromHeader } from '@propelauth-edge/next'
import { createServerAuth } from '@propelauth-edge/next/server'

/** The auth URL of your project, from the PropelAuth dashboard. `npm run dev` sets it to the local emulator's. */
export function getAuthUrl(): string {
  const authUrl = process.env.PROPELAUTH_AUTH_URL
  if (!authUrl) throw new Error('PROPELAUTH_AUTH_URL is not set: it must be the auth URL of your PropelAuth project')
  return authUrl
}

export const propelAuth = createPropelAuth(() => ({
  authUrl: getAuthUrl(),
  roles: ['Owner', 'Admin', 'Member'],
  permissions: ['can_view_billing'],
  // Only to try a production build on your machine: its tokens may then come from the emulator.
  ...(process.env.PROPELAUTH_ALLOW_EMULATOR === 'true' && { allowEmulator: true }),
}))

/** The cookie of PropelAuth's own library. */
export const cookie = '__pa_at'

/** For route handlers: programs send a header, the pages of this app a cookie. */
export const tokenFrom = [fromHeader(), fromCookie(cookie)]

/** For server components and server actions. */
export const { getUser } = createServerAuth(propelAuth, { cookie })
