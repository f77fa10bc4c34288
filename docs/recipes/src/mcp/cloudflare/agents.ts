import { OAuthResourceServer } from '@cloudflare/workers-oauth-provider'
import { McpServer, requireScopes } from '@modelcontextprotocol/server'
import type { McpPrincipal } from '@propelauth-edge/mcp'
import { createMcpHandler, getMcpAuthContext } from 'agents/mcp/server'
import { fromPropelAuth } from './auth.ts'

const mcp = createMcpHandler(() => {
  const server = new McpServer({ name: 'notes', version: '1.0.0' })
  const scopeChallenge = requireScopes('notes:read')
  server.registerTool('whoami', { description: 'Returns the id of the signed-in user', scopeChallenge }, () => ({
    content: [{ type: 'text', text: String(getMcpAuthContext()?.props.userId) }],
  }))
  return server
})

export default new OAuthResourceServer<Cloudflare.Env, McpPrincipal>({
  ...fromPropelAuth,
  handler: { fetch: (request, env, ctx) => mcp(request, env, ctx) },
})
