import { StreamableHTTPTransport } from '@hono/mcp'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { AuthInfo } from '@propelauth-edge/mcp'
import { Hono } from 'hono'
import { mcpAuth } from './auth.ts'

/** A server for one request. */
function createServer(): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' })
  server.registerTool('whoami', { description: 'Returns the id of the signed-in user' }, ({ authInfo }) => ({
    content: [{ type: 'text', text: String(authInfo?.extra?.userId) }],
  }))
  return server
}

export const app = new Hono<{ Variables: { auth: AuthInfo } }>()

// The documents, and preflights of browsers.
app.use(async (c, next) => (await mcpAuth.handler(c.req.raw)) ?? next())

app.all('/mcp', async (c) => {
  const result = await mcpAuth.authenticateRequest(c.req.raw)
  if (!result.ok) return result.response()
  // Where the transport looks for it.
  c.set('auth', result.authInfo())
  const transport = new StreamableHTTPTransport()
  await createServer().connect(transport)
  return transport.handleRequest(c)
})
