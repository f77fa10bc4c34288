import { createPropelAuth } from '@propelauth-edge/hono'
import { documented, securitySchemes } from '@propelauth-edge/hono/openapi'
import { Hono } from 'hono'
import { describeRoute, openAPIRouteHandler } from 'hono-openapi'
import { docsPage } from './docs-page.js'

interface Env {
  readonly PROPELAUTH_AUTH_URL: string
  readonly SWAGGER_UI: Fetcher
}

const propelAuth = createPropelAuth((env: Env) => ({ authUrl: env.PROPELAUTH_AUTH_URL }))

/** An operation that answers with a JSON object of texts. */
const answers = (summary: string, ...names: string[]) =>
  describeRoute({
    summary,
    responses: {
      200: {
        description: 'The answer',
        content: {
          'application/json': {
            schema: { type: 'object', properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])) },
          },
        },
      },
    },
  })

const app = new Hono<{ Bindings: Env }>()

app.get('/health', answers('Anybody may ask', 'status'), (c) => c.json({ status: 'ok' }))

// One documented guard is enough for all that is behind it; the second one asks for more.
app.use('/api/*', documented(propelAuth.requireUser()))

app.get('/api/whoami', answers('Who am I?', 'userId', 'email'), (c) => {
  const { userId, email } = propelAuth.getUser(c)
  return c.json({ userId, email })
})

app.get('/api/org/:orgId', answers('An org of mine', 'orgName'), propelAuth.requireOrgMember(), (c) =>
  c.json({ orgName: c.var.org.orgName }),
)

app.get(
  '/openapi.json',
  openAPIRouteHandler(app, {
    documentation: {
      info: { title: 'An example', version: '1.0.0', description: 'Authorize with an access token.' },
      components: { securitySchemes },
    },
  }),
)

app.get('/swagger-ui/*', (c) => c.env.SWAGGER_UI.fetch(new URL(c.req.path.slice('/swagger-ui'.length), c.req.url)))

app.get('/', (c) => c.html(docsPage))

export default app
