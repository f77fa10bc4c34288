import { env } from 'cloudflare:workers'
import { createMcpAuth, toResourceServerValidator } from '@propelauth-edge/mcp'

// `wrangler types` writes this for an app of your own.
declare global {
  namespace Cloudflare {
    interface Env {
      readonly PROPELAUTH_AUTH_URL: string
      readonly PROPELAUTH_MCP_CLIENT_ID: string
      readonly PROPELAUTH_MCP_CLIENT_SECRET: string
      readonly MCP_RESOURCE: string
    }
  }
}

const { PROPELAUTH_AUTH_URL: authUrl, MCP_RESOURCE: resource } = env

const mcpAuth = createMcpAuth({
  authUrl,
  resource,
  introspection: { clientId: env.PROPELAUTH_MCP_CLIENT_ID, clientSecret: env.PROPELAUTH_MCP_CLIENT_SECRET },
})

/** The options of an `OAuthResourceServer` whose tokens come from PropelAuth. It serves the documents itself. */
export const fromPropelAuth = {
  resourceMetadata: { resource, authorization_servers: [`${new URL(authUrl).origin}/oauth/2.1`] },
  requiredScopes: ['notes:read'],
  validateToken: toResourceServerValidator(mcpAuth),
}
