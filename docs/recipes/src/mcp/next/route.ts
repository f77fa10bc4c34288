import { createMcpHandler } from 'mcp-handler'
import { mcpAuth } from '../auth.ts'

const mcp = createMcpHandler((server) => {
  server.registerTool('whoami', { description: 'Returns the id of the signed-in user' }, ({ http }) => ({
    content: [{ type: 'text', text: String(http?.authInfo?.extra?.userId) }],
  }))
})

// In place of mcp-handler's own `withMcpAuth`, which answers an outage with 500. It reads `request.auth`.
const handler = mcpAuth.withMcpAuth((request, { authInfo }) => mcp(Object.assign(request, { auth: authInfo() })))

export { handler as DELETE, handler as GET, handler as OPTIONS, handler as POST }
