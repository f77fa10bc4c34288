import { defineMiddleware } from 'astro:middleware'
import { env } from 'node:process'
import { errorResponse } from '@propelauth-edge/core'
import { createSessions } from '@propelauth-edge/session'
import { propelAuth } from './auth'

const sessions = createSessions(propelAuth, { apiKey: env.PROPELAUTH_API_KEY, appUrl: env.PROPELAUTH_APP_URL })
const routesForUsers = /^\/(account|api)(\/|$)/

export const onRequest = defineMiddleware(async ({ request, locals, routePattern }, next) => {
  const answer = await sessions.handler(request)
  if (answer) return answer
  const find = routesForUsers.test(routePattern) ? sessions.requireSession : sessions.getSession
  const session = await find(request).catch(errorResponse)
  if (session instanceof Response) return session
  locals.user = session.user
  return session.apply(await next())
})
