import { createPropelAuth } from '@propelauth-edge/hono'
import { createApiKeyValidator, createManagementClient } from '@propelauth-edge/management'
import { Hono } from 'hono'
import { cors } from 'hono/cors'

const { PROPELAUTH_AUTH_URL: authUrl = '', PROPELAUTH_API_KEY: apiKey = '', PROPELAUTH_API_URL: baseUrl } = process.env

const management = createManagementClient({ authUrl, apiKey, baseUrl })
const propelAuth = createPropelAuth({ authUrl, apiKeys: createApiKeyValidator(management) })

/** Without this option a guard accepts access tokens of users only. */
const accept = ['user', 'apiKey'] as const

export const app = new Hono()
  .use('/api/*', cors())
  .get('/api/me', propelAuth.requireUser({ accept }), (c) => {
    const { principal } = c.var
    if (principal.kind === 'user') return c.json({ userId: principal.user.userId })
    // A personal key has a user. A key of an org has the org and may have a user. A generic key has neither.
    return c.json({ userId: principal.user?.userId, orgId: principal.org?.orgId, metadata: principal.metadata })
  })
  .get('/api/orgs/:orgId/billing', propelAuth.requireOrgMember({ accept, permission: 'can_view_billing' }), (c) =>
    c.json({ org: c.var.org.orgName }),
  )
  // Users only, so that a leaked key cannot create more keys.
  .post('/api/orgs/:orgId/keys', propelAuth.requireOrgMember({ minimumRole: 'Admin' }), async (c) => {
    const { user, org } = c.var
    return c.json(await management.createApiKey({ orgId: org.orgId, userId: user.userId }), 201)
  })
