import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { type ApiKeyValidator, createPropelAuth, protectedResourceResponse } from '@propelauth-edge/core'

const {
  PROPELAUTH_AUTH_URL: authUrl = '',
  MCP_RESOURCE: resource = '',
  INTROSPECTION_CLIENT_ID: clientId = '',
  INTROSPECTION_CLIENT_SECRET: clientSecret = '',
} = process.env

/**
 * Asks the authorization server about a token (RFC 7662). It also knows tokens for other resources, so the audience must be
 * this one: otherwise the operator of another server could use the tokens that its users send there.
 */
const introspection: ApiKeyValidator = {
  async validate(token, { signal }) {
    const response = await fetch(`${authUrl}/oauth/2.1/introspect`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
      body: new URLSearchParams({ token }),
      signal,
    })
    if (!response.ok) throw new Error(`Introspection answered ${response.status}`)
    const { active, sub, aud, scope = '' } = await response.json()
    return active === true && aud === resource
      ? { user: { userId: sub }, metadata: { scopes: scope.split(' ') } }
      : null
  },
}

const options = { authUrl, resource, apiKeys: introspection }

/** A server for one request. Its tools know the user, and no state is shared between requests. */
function createServer(userId: string, scopes: readonly string[]) {
  const server = new McpServer({ name: 'notes', version: '1.0.0' })
  server.registerTool('whoami', { description: 'Returns the id of the signed-in user' }, () => ({
    content: [{ type: 'text', text: userId }],
  }))
  // Listed only for tokens with the scope.
  if (scopes.includes('notes:write'))
    server.registerTool('add_note', { description: 'Adds a note' }, () => ({
      content: [{ type: 'text', text: 'Added' }],
    }))
  return server
}

const mcp = createPropelAuth(options).withUser(
  async (request, { principal }) => {
    const scopes = (principal.metadata?.scopes ?? []) as string[]
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
    await createServer(principal.user?.userId ?? '', scopes).connect(transport)
    return transport.handleRequest(request)
  },
  { accept: ['apiKey'] },
)

/** Serves the public document and the guarded server. Refusals contain the address of the document. */
export const handler = async (request: Request) =>
  protectedResourceResponse(request, options, { scopes_supported: ['notes:read', 'notes:write'] }) ?? mcp(request)
