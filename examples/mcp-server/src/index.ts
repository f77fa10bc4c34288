import { env } from 'cloudflare:workers'
import { createApp } from './app.ts'

// `env` is typed by worker-configuration.d.ts, which `npm start types` writes from wrangler.jsonc and .dev.vars.
const app = createApp({
  authUrl: env.PROPELAUTH_AUTH_URL,
  resource: env.MCP_RESOURCE,
  introspection: { clientId: env.PROPELAUTH_MCP_CLIENT_ID, clientSecret: env.PROPELAUTH_MCP_CLIENT_SECRET },
  store: env.NOTES,
})

export default { fetch: (request) => app(request) } satisfies ExportedHandler
