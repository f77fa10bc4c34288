import { createPropelAuth } from '@propelauth-edge/hono'
import { documented, securitySchemes } from '@propelauth-edge/hono/openapi'
import { Hono } from 'hono'
import { describeRoute, openAPIRouteHandler } from 'hono-openapi'
import { description } from './description.js'
import { docsPage } from './docs-page.js'

// `Env` is in worker-configuration.d.ts, which `npm start types` writes from wrangler.jsonc and .dev.vars.
const propelAuth = createPropelAuth((env: Env) => ({ authUrl: env.PROPELAUTH_AUTH_URL }))

/** An operation that answers with a JSON object of strings. */
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

app.get('/health', answers('Is the server up?', 'status'), (c) => c.json({ status: 'ok' }))

app.get('/api/whoami', answers('Who am I?', 'userId', 'email'), documented(propelAuth.requireUser()), (c) => {
  const { userId, email } = c.var.user
  return c.json({ userId, email })
})

app.get('/api/org/:orgId', answers('An org of mine', 'orgName'), documented(propelAuth.requireOrgMember()), (c) =>
  c.json({ orgName: c.var.org.orgName }),
)

app.get('/openapi.json', (c, next) =>
  openAPIRouteHandler(app, {
    documentation: {
      info: { title: 'An example', version: '1.0.0', description: description(c.env.PROPELAUTH_AUTH_URL) },
      components: { securitySchemes },
    },
  })(c, next),
)

app.get('/swagger-ui/*', (c) => c.env.SWAGGER_UI.fetch(new URL(c.req.path.slice('/swagger-ui'.length), c.req.url)))

app.get('/', (c) => c.html(docsPage))

export default app
