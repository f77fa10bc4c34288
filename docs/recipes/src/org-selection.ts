import { createPropelAuth } from '@propelauth-edge/hono'
import { type Context, Hono } from 'hono'

const propelAuth = createPropelAuth(() => ({ authUrl: process.env.PROPELAUTH_AUTH_URL ?? '' }))

/** `acme` for `acme.app.example.com`, undefined for other hosts. */
const subdomainOf = (c: Context) => /^([a-z0-9-]+)\.app\.example\.com$/.exec(new URL(c.req.url).hostname)?.[1]

/** In place of your database: the org that owns a document. */
const orgIdOfDocument = async (documentId: string) => new Map([['doc-1', 'acme']]).get(documentId)

export const app = new Hono()
  // The route parameter `orgId`, which is the default.
  .get('/orgs/:orgId/billing', propelAuth.requireOrgMember({ permission: 'can_view_billing' }), (c) =>
    c.json({ org: c.var.org.orgName }),
  )
  // A header, such as one that the org switcher of a frontend sets.
  .get('/billing', propelAuth.requireOrgMember({ orgId: (c) => c.req.header('x-org-id') }), (c) =>
    c.json({ org: c.var.org.orgName }),
  )
  // A subdomain, looked up among the orgs of the user, whom the guard before has set.
  .use('/dashboard', propelAuth.requireUser())
  .get(
    '/dashboard',
    propelAuth.requireOrgMember({
      orgId: (c) => propelAuth.getUser(c).getOrgByName(subdomainOf(c) ?? '')?.orgId,
    }),
    (c) => c.json({ org: c.var.org.orgName }),
  )
  // A function, which may be asynchronous: here the owner of the requested document.
  .get('/documents/:id', propelAuth.requireOrgMember({ orgId: (c) => orgIdOfDocument(c.req.param('id') ?? '') }), (c) =>
    c.json({ id: c.req.param('id'), org: c.var.org.orgName }),
  )
  // The active org in the token. It is used only where a guard selects it like this.
  .use('/active', propelAuth.requireUser())
  .get('/active', propelAuth.requireOrgMember({ orgId: (c) => propelAuth.getUser(c).activeOrgId }), (c) =>
    c.json({ org: c.var.org.orgName }),
  )
