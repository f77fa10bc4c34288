import { env } from 'node:process'
import { errorResponse } from '@propelauth-edge/core'
import { createSessions } from '@propelauth-edge/session'
import { createMiddleware } from '@tanstack/react-start'
import { propelAuth } from './auth.server'

export const sessions = createSessions(propelAuth, { apiKey: env.PROPELAUTH_API_KEY, appUrl: env.PROPELAUTH_APP_URL })

export const requireUser = createMiddleware().server(async ({ request, next }) => {
  const session = await sessions.requireSession(request).catch(errorResponse)
  return session instanceof Response ? session : next({ context: { user: session.user } })
})
