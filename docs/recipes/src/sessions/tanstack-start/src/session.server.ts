import { env } from 'node:process'
import { createSessions } from '@propelauth-edge/session'
import { propelAuth } from './auth.server'

export const sessions = createSessions(propelAuth, { apiKey: env.PROPELAUTH_API_KEY, appUrl: env.PROPELAUTH_APP_URL })
