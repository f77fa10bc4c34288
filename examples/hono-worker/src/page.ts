import type { Hono } from 'hono'

/** The routes of `index.ts` that the page in `public/` shows. */
const routes = [
  '/api/whoami',
  '/api/whoami_optional',
  '/api/org/:orgId',
  '/api/org/:orgId/admin_only',
  '/api/org/:orgId/admin_or_owner',
  '/api/org/:orgId/billing',
]

/**
 * What the page needs from the Worker. The Worker sends the page's requests to its own routes: from a browser, each
 * refusal would be an error in the console.
 */
export function addPageRoutes(app: Hono<{ Bindings: Env }>): void {
  app.get('/config.json', (c) => c.json({ authUrl: c.env.PROPELAUTH_AUTH_URL }))

  app.get('/answers', async (c) => {
    const orgId = encodeURIComponent(c.req.query('org_id') ?? '')
    const authorization = c.req.header('authorization')
    const init = authorization ? { headers: { authorization } } : {}
    const ask = async (route: string) => {
      const response = await app.request(route.replace(':orgId', orgId), init, c.env, c.executionCtx)
      return { route, status: response.status, answer: await response.text() }
    }
    return c.json(await Promise.all(routes.map(ask)))
  })
}
