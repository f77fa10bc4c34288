import { createPropelAuth, kvJwksCache } from '@propelauth-edge/hono'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { addPageRoutes } from './page.js'

// `Env` is in worker-configuration.d.ts, which `npm start types` writes from wrangler.jsonc and .dev.vars.
const propelAuth = createPropelAuth((env: Env) => ({
  authUrl: env.PROPELAUTH_AUTH_URL,
  jwksCache: kvJwksCache(env.JWKS),
  roles: ['Owner', 'Admin', 'Member'],
  permissions: ['can_view_billing'],
}))

const app = new Hono<{ Bindings: Env }>()

// Before the guards: preflights need no token, and refusals carry CORS headers.
app.use('/api/*', cors())

app.get('/api/whoami', propelAuth.requireUser(), (c) =>
  c.json({ user_id: c.var.user.userId, email: c.var.user.email, message: `Hello ${c.var.user.userId}` }),
)

app.get('/api/whoami_optional', propelAuth.optionalUser(), (c) =>
  c.json(c.var.user ? { user_id: c.var.user.userId } : {}),
)

app.get('/api/org/:orgId', propelAuth.requireOrgMember(), (c) => c.json({ message: `You are in ${c.var.org.orgName}` }))

app.get('/api/org/:orgId/admin_only', propelAuth.requireOrgMember({ exactRole: 'Admin' }), (c) =>
  c.json({ message: `You are an Admin of ${c.var.org.orgName}` }),
)

app.get('/api/org/:orgId/admin_or_owner', propelAuth.requireOrgMember({ minimumRole: 'Admin' }), (c) =>
  c.json({ message: `You are an Admin or Owner of ${c.var.org.orgName}` }),
)

app.get('/api/org/:orgId/billing', propelAuth.requireOrgMember({ permission: 'can_view_billing' }), (c) =>
  c.json({ message: `You may see what ${c.var.org.orgName} pays` }),
)

addPageRoutes(app)

export default app
