import { createPropelAuth, fromHeader } from '@propelauth-edge/hono'
import { createSessions } from '@propelauth-edge/hono/session'
import { Hono } from 'hono'
import { fetchOrgs } from './orgs.js'
import { handleWebhook } from './webhooks.js'

// `Env` is in worker-configuration.d.ts, which `npm start types` writes from wrangler.jsonc and .dev.vars.
const propelAuth = createPropelAuth((env: Env) => ({
  authUrl: env.PROPELAUTH_AUTH_URL,
  roles: ['Owner', 'Admin', 'Member'],
  permissions: ['can_view_billing'],
}))

const sessions = createSessions(propelAuth, (env: Env) => ({ apiKey: env.PROPELAUTH_API_KEY, appUrl: env.APP_URL }))

// The page sends the cookies of the session, other clients send a token. The guards take either.
const tokenFrom = [fromHeader(), sessions.tokenFrom]

const app = new Hono<{ Bindings: Env }>()

// Login, logout and the session, below /api/auth. It comes before the guards, which need it.
app.use(sessions.routes())

app.get('/api/whoami', propelAuth.requireUser({ tokenFrom }), (c) =>
  c.json({ user_id: c.var.user.userId, email: c.var.user.email }),
)

app.get('/api/orgs', propelAuth.requireUser({ tokenFrom }), async (c) => c.json(await fetchOrgs(c.env, c.var.user)))

app.get('/api/org/:orgId', propelAuth.requireOrgMember({ tokenFrom }), (c) =>
  c.json({ message: `You are ${c.var.org.userAssignedRole} of ${c.var.org.orgName}` }),
)

app.get('/api/org/:orgId/billing', propelAuth.requireOrgMember({ tokenFrom, permission: 'can_view_billing' }), (c) =>
  c.json({ org: c.var.org.orgName, plan: 'Team', seats: 12, total: '$ 240.00' }),
)

app.post('/api/webhooks', (c) => handleWebhook(c.req.raw, c.env))

export default app
