// A consumer with no typings but those of its runtime.
import {
  createMcpAuth,
  type McpContext,
  type McpEvent,
  McpTokenError,
  toMcpHandlerVerifier,
  toResourceServerValidator,
} from '@propelauth-edge/mcp'

const events: McpEvent[] = []

export const mcpAuth = createMcpAuth({
  authUrl: 'https://auth.example.com',
  resource: 'https://mcp.example.com/mcp',
  introspection: { clientId: 'id', clientSecret: 'secret' },
  requiredScopes: ['notes:read'],
  cache: { ttlSeconds: 30 },
  onEvent: (event) => void events.push(event),
  fetch: (url, init) => fetch(url, init),
})

const guarded = mcpAuth.withMcpAuth((request, { principal, authInfo }: McpContext, env: { readonly NAME: string }) => {
  const { resource, scopes } = authInfo()
  return new Response([request.url, principal.userId, env.NAME, resource.href, ...scopes].join())
})

export async function respond(request: Request, env: { readonly NAME: string }): Promise<Response> {
  return (await mcpAuth.handler(request)) ?? guarded(request, env)
}

export async function verify(token: string): Promise<string | Response> {
  try {
    return (await mcpAuth.verifyAccessToken(token)).extra.userId
  } catch (error) {
    return error instanceof McpTokenError ? error.toResponse() : String(error)
  }
}

export const verifyToken: (request: Request, token?: string) => Promise<{ clientId: string } | undefined> =
  toMcpHandlerVerifier(mcpAuth)

export const validateToken: () => (resource: string, token: string) => Promise<{ props: { userId: string } } | null> =
  toResourceServerValidator(mcpAuth)
