import { env } from 'node:process'
import { createSessions } from '@propelauth-edge/session'
import type { APIEvent } from '@solidjs/start/server'
import { propelAuth } from './auth'

export const sessions = createSessions(propelAuth, { apiKey: env.PROPELAUTH_API_KEY, appUrl: env.PROPELAUTH_APP_URL })

/** The `GET` of a page of users. */
export async function requireUser({ request }: APIEvent): Promise<undefined> {
  await sessions.requireSession(request)
}
