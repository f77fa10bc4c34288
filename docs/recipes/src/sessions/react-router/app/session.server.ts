import { env } from 'node:process'
import { errorResponse, type User } from '@propelauth-edge/core'
import { createSessions } from '@propelauth-edge/session'
import { createContext, type MiddlewareFunction, redirectDocument } from 'react-router'
import { propelAuth } from './auth.server'

const sessions = createSessions(propelAuth, { apiKey: env.PROPELAUTH_API_KEY, appUrl: env.PROPELAUTH_APP_URL })

export const userContext = createContext<User | null>()

export const withSession: MiddlewareFunction<Response> = async ({ request, context }, next) => {
  const answer = await sessions.handler(request)
  if (answer) return answer
  const session = await sessions.getSession(request)
  context.set(userContext, session.user)
  return session.apply(await next())
}

export const requireUser: MiddlewareFunction<Response> = async ({ request, url }) => {
  const session = await sessions.requireSession(request).catch(errorResponse)
  // A link is followed by a request for data, which is no navigation. The page is then loaded as a document.
  const isForData = new URL(request.url).pathname.endsWith('.data')
  if (session instanceof Response) return isForData ? redirectDocument(url.pathname + url.search) : session
}
