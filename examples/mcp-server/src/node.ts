import { serve } from '@hono/node-server'
import { createApp } from './app.ts'

const { PORT = '8787', ...env } = process.env

const notes = new Map<string, string>()

const app = createApp({
  authUrl: env.PROPELAUTH_AUTH_URL,
  resource: env.MCP_RESOURCE,
  introspection: { clientId: env.PROPELAUTH_MCP_CLIENT_ID, clientSecret: env.PROPELAUTH_MCP_CLIENT_SECRET },
  store: {
    get: async (key) => notes.get(key) ?? null,
    put: async (key, value) => void notes.set(key, value),
  },
})

serve({ fetch: app, port: Number(PORT) }, ({ port }) => console.log(`Listening on http://localhost:${port}/mcp`))
