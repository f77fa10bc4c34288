import { createPropelAuth, fromHeader } from '@propelauth-edge/next'
import { createSessions } from '@propelauth-edge/next/session'

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

const sessions = createSessions(propelAuth, () => ({
  apiKey: process.env.PROPELAUTH_API_KEY,
  appUrl: process.env.PROPELAUTH_APP_URL,
}))

export const { GET, POST, proxy, getSession } = sessions

/** For route handlers: programs send a header, the pages of this app the cookies of the session. */
export const tokenFrom = [fromHeader(), sessions.tokenFrom]
