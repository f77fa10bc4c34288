import { createMcpHandler, McpServer, requireScopes } from '@modelcontextprotocol/server'
import { mcpAuth } from './auth.ts'

/** A server for each request. Its tools know the user, and no state is shared between requests. */
const mcp = createMcpHandler(({ authInfo }) => {
  const server = new McpServer({ name: 'notes', version: '1.0.0' })
  server.registerTool('whoami', { description: 'Returns the id of the signed-in user' }, () => ({
    content: [{ type: 'text', text: String(authInfo?.extra?.userId) }],
  }))
  // Without these scopes, a call is a 403 that names them all: clients ask the user for exactly these.
  const scopeChallenge = requireScopes('notes:read', 'notes:write')
  server.registerTool('add_note', { description: 'Adds a note', scopeChallenge }, () => ({
    content: [{ type: 'text', text: 'Added' }],
  }))
  return server
})

const guarded = mcpAuth.withMcpAuth((request, { authInfo }) => mcp.fetch(request, { authInfo: authInfo() }))

/** Serves the public documents and the guarded server. */
export const handler = async (request: Request): Promise<Response> =>
  (await mcpAuth.handler(request)) ?? guarded(request)
