import { createMcpHandler } from '@modelcontextprotocol/server'
import { createMcpAuth, type McpAuthOptions } from '@propelauth-edge/mcp'
import { Notes, type NotesStore } from './notes.ts'
import { createServer } from './server.ts'

type AppOptions = Pick<McpAuthOptions, 'authUrl' | 'resource' | 'introspection'> & { readonly store: NotesStore }

/** The whole app as a Fetch handler, for every runtime. */
export function createApp({ store, ...options }: AppOptions): (request: Request) => Promise<Response> {
  const mcpAuth = createMcpAuth({
    ...options,
    resourceName: 'Notes',
    requiredScopes: ['notes:read'],
    scopesSupported: ['notes:read'], // what clients ask for at first
    onEvent: ({ type, code }) => {
      if (code === 'invalid_credentials') console.error(`${type}: PropelAuth refuses PROPELAUTH_MCP_CLIENT_SECRET`)
    },
  })

  const mcp = createMcpHandler(({ authInfo }) => {
    const userId = String(authInfo?.extra?.userId)
    return createServer(userId, new Notes(store, userId))
  })
  const guarded = mcpAuth.withMcpAuth((request, { authInfo }) => mcp.fetch(request, { authInfo: authInfo() }))

  return async (request) => {
    const document = await mcpAuth.handler(request)
    if (document) return document
    return new URL(request.url).pathname === '/mcp' ? guarded(request) : new Response('Not found', { status: 404 })
  }
}
