import { env } from 'node:process'
import { errorResponse } from '@propelauth-edge/core'
import { createSessions, type Session } from '@propelauth-edge/session'
import { type Middleware, toResponse } from 'h3'
import { propelAuth } from './auth.ts'

declare module 'h3' {
  interface H3EventContext {
    session: Session
  }
}

export const sessions = createSessions(propelAuth, { apiKey: env.PROPELAUTH_API_KEY, appUrl: env.PROPELAUTH_APP_URL })

export const withSession: Middleware = async (event, next) => {
  const answer = await sessions.handler(event.req, event)
  if (answer) return answer
  const session = await sessions.getSession(event.req, event)
  event.context.session = session
  // Errors become answers here: those of `requireSession`, and all others.
  const result = Promise.resolve().then(next).catch(errorResponse)
  return session.apply(await toResponse(result, event, event.app?.config))
}
