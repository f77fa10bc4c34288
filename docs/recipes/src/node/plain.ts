import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { isAuthError } from '@propelauth-edge/core'
import { propelAuth } from '../auth.ts'
import { toRequest } from './to-request.ts'

type Incoming = IncomingMessage | Http2ServerRequest
type Outgoing = ServerResponse | Http2ServerResponse

/** The origin that browsers see. Core compares it with `Origin` when a token comes from a cookie. */
const appUrl = process.env.APP_URL ?? 'http://localhost:3000'

const requireUser = (incoming: Incoming) => propelAuth.validateRequest(toRequest(incoming, appUrl + incoming.url))

async function route(incoming: Incoming): Promise<Response> {
  const [path = ''] = (incoming.url ?? '').split('?')
  if (path === '/api/me') {
    const { userId } = await requireUser(incoming)
    return Response.json({ userId })
  }
  const [, orgId] = /^\/api\/orgs\/([^/]+)\/billing$/.exec(path) ?? []
  if (!orgId) return new Response('Not found', { status: 404 })
  const user = await requireUser(incoming)
  const org = propelAuth.requireOrgMember(user, orgId, { permission: 'can_view_billing' })
  return Response.json({ org: org.orgName })
}

/** Node ends the process when a listener rejects, so other errors get an answer here as well. */
function toResponse(error: unknown): Response {
  if (isAuthError(error)) return error.toResponse()
  console.error(error)
  return new Response('Internal server error', { status: 500 })
}

/** For `http.createServer`, `http2.createServer`, `http2.createSecureServer` and serverless-http. */
export async function listener(incoming: Incoming, outgoing: Outgoing) {
  const response = await route(incoming).catch(toResponse)
  outgoing.statusCode = response.status
  for (const [name, value] of response.headers) outgoing.setHeader(name, value)
  outgoing.end(await response.text())
}
