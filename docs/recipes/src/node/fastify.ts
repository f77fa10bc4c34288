import fastifyCors from '@fastify/cors'
import { isAuthError } from '@propelauth-edge/core'
import fastify, { type FastifyRequest, type onRequestAsyncHookHandler } from 'fastify'
import { type OrgMemberInfo, propelAuth, type Requirement, type User } from '../auth.ts'
import { toRequest } from './to-request.ts'

declare module 'fastify' {
  interface FastifyRequest {
    user: User
    org: OrgMemberInfo
  }
}

const urlOf = ({ protocol, host, originalUrl }: FastifyRequest) => `${protocol}://${host}${originalUrl}`

export const requireUser: onRequestAsyncHookHandler = async (request) => {
  request.user = await propelAuth.validateRequest(toRequest(request.raw, urlOf(request)))
}

/** For routes with the parameter `orgId`. */
export const requireOrgMember = (requirement?: Requirement): onRequestAsyncHookHandler[] => [
  requireUser,
  async (request) => {
    const { orgId } = request.params as { orgId?: string }
    request.org = propelAuth.requireOrgMember(request.user, orgId, requirement)
  },
]

export const app = fastify()
await app.register(fastifyCors)
app.setErrorHandler(async (error, _request, reply) => {
  if (!isAuthError(error)) throw error
  const response = error.toResponse()
  // In parts: Fastify's own HEAD routes fail on a whole Response.
  return reply
    .code(response.status)
    .headers(Object.fromEntries(response.headers))
    .send(await response.text())
})

app.get('/api/me', { onRequest: requireUser }, async (request) => ({ userId: request.user.userId }))
app.get(
  '/api/orgs/:orgId/billing',
  { onRequest: requireOrgMember({ permission: 'can_view_billing' }) },
  async (request) => ({ org: request.org.orgName }),
)
