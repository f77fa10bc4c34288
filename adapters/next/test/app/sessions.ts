import { createPropelAuth } from '@propelauth-edge/next'
import { createSessions } from '@propelauth-edge/next/session'

export const propelAuth = createPropelAuth(() => ({ authUrl: process.env.PROPELAUTH_AUTH_URL, allowEmulator: true }))

export const { GET, POST, proxy, getSession, requireSession, loginUrl, tokenFrom } = createSessions(propelAuth, () => ({
  apiKey: process.env.PROPELAUTH_API_KEY,
  appUrl: process.env.PROPELAUTH_APP_URL,
}))
