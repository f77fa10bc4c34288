import fastifyCors from '@fastify/cors'
import { isAuthError } from '@propelauth-edge/core'
import fastify, { type FastifyReply, type FastifyRequest, type onRequestAsyncHookHandler } from 'fastify'
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

/** Answers refusals of the guards, and of `requireOrgMember` called inside a handler. */
export async function authErrors(error: unknown, _request: FastifyRequest, reply: FastifyReply) {
  if (!isAuthError(error)) throw error
  const response = error.toResponse()
  // Status, headers and text one by one: Fastify's own HEAD routes fail on a Response object.
  return reply
    .code(response.status)
    .headers(Object.fromEntries(response.headers))
    .send(await response.text())
}

export const app = fastify()
await app.register(fastifyCors)
app.setErrorHandler(authErrors)

app.get('/api/me', { onRequest: requireUser }, async (request) => ({ userId: request.user.userId }))
app.get(
  '/api/orgs/:orgId/billing',
  { onRequest: requireOrgMember({ permission: 'can_view_billing' }) },
  async (request) => ({ org: request.org.orgName }),
)
