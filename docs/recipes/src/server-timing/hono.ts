import { createPropelAuth } from '@propelauth-edge/hono'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { onEvent, withServerTiming } from './with-server-timing.ts'

const propelAuth = createPropelAuth(() => ({ authUrl: process.env.PROPELAUTH_AUTH_URL ?? '', onEvent }))

const app = new Hono()
  .use('/api/*', cors())
  .get('/api/me', propelAuth.requireUser(), (c) => c.json({ userId: c.var.user.userId }))
  .get('/api/orgs/:orgId/billing', propelAuth.requireOrgMember({ permission: 'can_view_billing' }), (c) =>
    c.json({ org: c.var.org.orgName }),
  )

export default { fetch: withServerTiming(app.fetch) }
