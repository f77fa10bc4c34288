import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { createTestIssuer } from '@propelauth-edge/core/testing'
import { describe, expect, test } from 'vitest'
import { createPropelAuth } from './index.js'
import * as openapi from './openapi.js'
import { registerSecurity, secured } from './openapi.js'

const issuer = await createTestIssuer()
const headers = await issuer.headers({ user: { userId: 'ada' }, orgs: [{ orgId: 'acme', role: 'Admin' }] })
const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks })

const found = {
  200: { description: 'The org', content: { 'application/json': { schema: z.object({ org: z.string() }) } } },
}
const orgRoute = createRoute({
  method: 'get',
  path: '/orgs/{orgId}',
  request: { params: z.object({ orgId: z.string() }) },
  ...secured(propelAuth.requireOrgMember({ minimumRole: 'Admin' }), found),
})
const text = { 200: { description: 'A text', content: { 'text/plain': { schema: z.string() } } } }
const plainRoute = createRoute({ method: 'get', path: '/plain', ...secured(propelAuth.requireUser(), text) })

function createApp() {
  const app = new OpenAPIHono()
  registerSecurity(app)
  app.openapi(orgRoute, (c) => c.json({ org: c.var.org.orgId }, 200))
  app.openapi(plainRoute, (c) => c.text(c.var.user.userId, 200))
  return app
}

const info = { title: 'Bills', version: '1' }

describe('a secured route', () => {
  test.each(['3.0', '3.1'])('shows in documents of OpenAPI %s what it demands and how it refuses', (version) => {
    const app = createApp()
    const document =
      version === '3.0'
        ? app.getOpenAPIDocument({ openapi: '3.0.3', info })
        : app.getOpenAPI31Document({ openapi: '3.1.0', info })
    expect(document.components?.securitySchemes?.propelAuth).toMatchObject({ type: 'http', scheme: 'bearer' })
    const operation = document.paths?.['/orgs/{orgId}']?.get
    expect(operation?.security).toEqual([{ propelAuth: [] }])
    expect(Object.keys(operation?.responses ?? {})).toEqual(['200', '401', '403'])
    const code = operation?.responses?.['403']?.content['application/problem+json'].schema.properties.code
    expect(code.enum).toContain('insufficient_role')
  })

  test('is guarded', async () => {
    const app = createApp()
    expect((await app.request('/orgs/acme')).status).toBe(401)
    expect((await app.request('/orgs/globex', { headers })).status).toBe(403)
    expect(await (await app.request('/orgs/acme', { headers })).json()).toEqual({ org: 'acme' })
    expect(await (await app.request('/plain', { headers })).text()).toBe('ada')
  })
})

test('a guard without further answers is enough', () => {
  const guard = propelAuth.requireUser()
  const { security, middleware, responses } = secured(guard)
  expect([security, middleware]).toEqual([[{ propelAuth: [] }], guard])
  expect(Object.keys(responses)).toEqual(['401'])
})

test('the subpath has these names', () => {
  expect(Object.keys(openapi).sort()).toEqual(['documented', 'registerSecurity', 'secured', 'securitySchemes'])
})
