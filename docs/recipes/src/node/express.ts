import { isAuthError } from '@propelauth-edge/core'
import cors from 'cors'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import { type OrgMemberInfo, propelAuth, type Requirement, type User } from '../auth.ts'
import { toRequest } from './to-request.ts'

declare global {
  namespace Express {
    interface Locals {
      user: User
      org: OrgMemberInfo
    }
  }
}

export const requireUser: RequestHandler = async (req, res, next) => {
  res.locals.user = await propelAuth.validateRequest(toRequest(req, `${req.protocol}://${req.host}${req.originalUrl}`))
  next()
}

/** For routes with the parameter `orgId`. */
export const requireOrgMember = (requirement?: Requirement): RequestHandler[] => [
  requireUser,
  (req, res, next) => {
    const { orgId } = req.params
    res.locals.org = propelAuth.requireOrgMember(res.locals.user, String(orgId), requirement)
    next()
  },
]

/** Mount it last. Answers refusals of the guards, and of `requireOrgMember` called inside a handler. */
export const authErrors: ErrorRequestHandler = async (error, _req, res, next) => {
  if (!isAuthError(error)) return next(error)
  const response = error.toResponse()
  res
    .status(response.status)
    .set(Object.fromEntries(response.headers))
    .send(await response.text())
}

export const app = express()
  .use(cors())
  .get('/api/me', requireUser, (_req, res) => {
    res.json({ userId: res.locals.user.userId })
  })
  .get('/api/orgs/:orgId/billing', ...requireOrgMember({ permission: 'can_view_billing' }), (_req, res) => {
    res.json({ org: res.locals.org.orgName })
  })
  .use(authErrors)
