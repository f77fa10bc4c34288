import { env } from 'node:process'
import { createSessions } from '@propelauth-edge/hono/session'
import { propelAuth } from './auth.js'

export const sessions = createSessions(propelAuth, { apiKey: env.PROPELAUTH_API_KEY, appUrl: env.PROPELAUTH_APP_URL })
