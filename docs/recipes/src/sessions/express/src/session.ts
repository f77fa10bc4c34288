import { env } from 'node:process'
import { errorResponse, type User } from '@propelauth-edge/core'
import { createSessions } from '@propelauth-edge/session'
import type { RequestHandler } from 'express'
import onHeaders from 'on-headers'
import { NodeRequest, sendNodeResponse } from 'srvx/node'
import { propelAuth } from './auth.ts'

declare global {
  namespace Express {
    interface Locals {
      user: User | null
    }
  }
}

export const sessions = createSessions(propelAuth, { apiKey: env.PROPELAUTH_API_KEY, appUrl: env.PROPELAUTH_APP_URL })

export const withSession: RequestHandler = async (req, res, next) => {
  const session = await sessions.getSession(new NodeRequest({ req, res }))
  res.locals.user = session.user
  onHeaders(res, () => {
    res.vary('Cookie').set('cache-control', 'private, no-store')
    // The answer of `requireUser` has the cookies already.
    res.set('set-cookie', [...new Set([res.get('set-cookie') ?? [], ...session.setCookies].flat())])
  })
  next()
}

export const requireUser: RequestHandler = async (req, res, next) => {
  const session = await sessions.requireSession(new NodeRequest({ req, res })).catch(errorResponse)
  if (session instanceof Response) return sendNodeResponse(res, session)
  next()
}
