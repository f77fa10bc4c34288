import { createPropelAuth } from '@propelauth-edge/next'
import { createServerAuth } from '@propelauth-edge/next/server'

export const propelAuth = createPropelAuth(() => ({
  authUrl: process.env.PROPELAUTH_AUTH_URL,
  allowEmulator: true,
  // After the restart, Next.js loads the code of three requests while the first one waits for the keys.
  keyTimeoutMs: 15_000,
}))

export const { getUser } = createServerAuth(propelAuth, { cookie: '__pa_at' })

/** Here the backend API has another address than the keys, which the test rotates. */
export const backend = {
  authUrl: process.env.TEST_API_URL,
  apiKey: process.env.TEST_API_KEY,
  allowEmulator: true,
} as const
