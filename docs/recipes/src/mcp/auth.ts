import { createMcpAuth } from '@propelauth-edge/mcp'

export const mcpAuth = createMcpAuth(() => ({
  authUrl: process.env.PROPELAUTH_AUTH_URL,
  resource: process.env.MCP_RESOURCE, // https://mcp.example.com/mcp, exactly as clients know it
  introspection: {
    clientId: process.env.PROPELAUTH_MCP_CLIENT_ID,
    clientSecret: process.env.PROPELAUTH_MCP_CLIENT_SECRET,
  },
  requiredScopes: ['notes:read'],
  scopesSupported: ['notes:read', 'notes:write'],
}))
