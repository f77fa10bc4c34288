import { errorResponse } from '@propelauth-edge/core'
import { H3, type H3Event, handleCors, type Middleware } from 'h3'
import { propelAuth, type User } from './auth.ts'

declare module 'h3' {
  interface H3EventContext {
    user: User
  }
}

export const cors: Middleware = (event, next) => {
  const answered = handleCors(event, { origin: '*', allowHeaders: ['authorization'] })
  return answered === false ? next() : answered
}

export const requireUser: Middleware = async (event, next) => {
  try {
    event.context.user = await propelAuth.validateRequest(event.req, { waitUntil: (work) => event.waitUntil(work) })
  } catch (error) {
    return errorResponse(error)
  }
  return next()
}

/** The guards of core pass on every argument after the request, here the event. */
const billing = propelAuth.withOrgMember(
  { orgId: (_request, event: H3Event) => event.context.params?.orgId, permission: 'can_view_billing' },
  (_request, { org }) => Response.json({ org: org.orgName }),
)

export const app = new H3()
  .use('/api/**', cors)
  .get('/api/me', (event) => ({ userId: event.context.user.userId }), { middleware: [requireUser] })
  .get('/api/orgs/:orgId/billing', (event) => billing(event.req, event))
