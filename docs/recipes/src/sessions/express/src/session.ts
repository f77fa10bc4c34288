import { env } from 'node:process'
import { errorResponse, type RequestLike, type User } from '@propelauth-edge/core'
import { createSessions } from '@propelauth-edge/session'
import type { RequestHandler } from 'express'
import onHeaders from 'on-headers'
import { NodeRequest, sendNodeResponse } from 'srvx/node'
import { propelAuth } from './auth.ts'

declare global {
  namespace Express {
    interface Locals {
      user: User | null
      /** With the address as it came: a router removes the path that it is mounted at. */
      request: RequestLike
    }
  }
}

export const sessions = createSessions(propelAuth, { apiKey: env.PROPELAUTH_API_KEY, appUrl: env.PROPELAUTH_APP_URL })

export const withSession: RequestHandler = async (req, res, next) => {
  const { url, method, headers } = new NodeRequest({ req })
  const session = await sessions.getSession({ headers })
  Object.assign(res.locals, { user: session.user, request: { url, method, headers } })
  onHeaders(res, () => {
    res.vary('Cookie').set('cache-control', 'private, no-store')
    // The answer of `requireUser` has the cookies already.
    res.set('set-cookie', [...new Set([res.get('set-cookie') ?? [], ...session.setCookies].flat())])
  })
  next()
}

export const requireUser: RequestHandler = async (_req, res, next) => {
  const session = await sessions.requireSession(res.locals.request).catch(errorResponse)
  return session instanceof Response ? sendNodeResponse(res, session) : next()
}
