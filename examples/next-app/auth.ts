import { createPropelAuth, fromCookie, fromHeader } from '@propelauth-edge/next'
import { createServerAuth } from '@propelauth-edge/next/server'

/** Of your project, from the PropelAuth dashboard; without it, that of the local emulator. */
export const getAuthUrl = () => process.env.PROPELAUTH_AUTH_URL ?? 'http://localhost:4460'

export const propelAuth = createPropelAuth(() => ({
  authUrl: getAuthUrl(),
  roles: ['Owner', 'Admin', 'Member'],
  permissions: ['can_view_billing'],
}))

/** The cookie of PropelAuth's own library. */
export const cookie = '__pa_at'

/** For route handlers: programs send a header, this app's own pages the cookie. */
export const tokenFrom = [fromHeader(), fromCookie(cookie)]

/** For server components and server actions. */
export const { getUser } = createServerAuth(propelAuth, { cookie })
