import { createPropelAuth, type PropelAuthOptions } from '@propelauth-edge/hono'
import { Hono } from 'hono'
import { cors } from 'hono/cors'

/** The app takes its options as an argument, so that a test can replace the keys and nothing else. */
export function createApp(options: PropelAuthOptions) {
  const propelAuth = createPropelAuth(options)
  return new Hono()
    .use('/api/*', cors())
    .get('/api/me', propelAuth.requireUser(), (c) => c.json({ userId: c.var.user.userId }))
    .get('/api/orgs/:orgId/billing', propelAuth.requireOrgMember({ permission: 'can_view_billing' }), (c) =>
      c.json({ org: c.var.org.orgName }),
    )
}
