import { createPropelAuth, kvJwksCache } from '@propelauth-edge/hono'
import { Hono } from 'hono'
import { cors } from 'hono/cors'

interface Env {
  readonly PROPELAUTH_AUTH_URL: string
  readonly JWKS: KVNamespace
}

const propelAuth = createPropelAuth((env: Env) => ({
  authUrl: env.PROPELAUTH_AUTH_URL,
  jwksCache: kvJwksCache(env.JWKS),
  roles: ['Owner', 'Admin', 'Member'],
  permissions: ['can_view_billing'],
}))

const app = new Hono<{ Bindings: Env }>()

// First, so that refusals carry CORS headers, too, and preflights are answered before any guard.
app.use('/api/*', cors())

app.get('/config.json', (c) => c.json({ authUrl: c.env.PROPELAUTH_AUTH_URL }))

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

export default app
