import { createTestIssuer } from '@propelauth-edge/core/testing'
import { Hono, type MiddlewareHandler } from 'hono'
import { describeRoute, generateSpecs, openAPIRouteHandler } from 'hono-openapi'
import * as oldest from 'hono-openapi-oldest'
import { describe, expect, test } from 'vitest'
import { createPropelAuth, fromCookie } from './index.js'
import { documented, securitySchemes } from './openapi.js'

const issuer = await createTestIssuer()
const headers = await issuer.headers({ user: { userId: 'ada' }, orgs: [{ orgId: 'acme', role: 'Admin' }] })
const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks })
const ok = describeRoute({ responses: { 200: { description: 'Here it is' } } })

function createApp() {
  return new Hono()
    .get('/public', ok, (c) => c.text('public'))
    .use('/api/*', documented(propelAuth.requireUser()))
    .get('/api/me', ok, (c) => c.text(c.var.user.userId))
    .get('/orgs/:orgId', documented(propelAuth.requireOrgMember({ minimumRole: 'Admin' })), ok, (c) =>
      c.text(c.var.org.orgId),
    )
    .get('/plain', propelAuth.requireUser(), ok, (c) => c.text('plain'))
}

const documentOf = (app: Hono) => generateSpecs(app, { documentation: { components: { securitySchemes } } })
const security = [{ propelAuth: [] }]

describe('a documented guard', () => {
  test('shows on the operations behind it: what is demanded, and how it refuses', async () => {
    const { paths, components } = await documentOf(createApp() as unknown as Hono)
    for (const [path, statuses] of [
      ['/api/me', ['200', '401']],
      ['/orgs/{orgId}', ['200', '401', '403']],
    ] as const) {
      expect(paths[path]?.get?.security).toEqual(security)
      expect(Object.keys(paths[path]?.get?.responses ?? {})).toEqual(statuses)
    }
    expect(components?.securitySchemes?.propelAuth).toMatchObject({ type: 'http', scheme: 'bearer' })
  })

  test('names the codes of its answers', async () => {
    const { paths } = await documentOf(createApp() as unknown as Hono)
    const codesOf = (status: string) => {
      const response = paths['/orgs/{orgId}']?.get?.responses?.[status]
      if (!response || '$ref' in response) throw new Error(`no ${status}`)
      const schema = response.content?.['application/problem+json']?.schema as {
        properties: { code: { enum: string[] } }
      }
      return schema.properties.code.enum
    }
    expect(codesOf('401')).toContain('token_expired')
    expect(codesOf('403')).toContain('insufficient_role')
    expect(codesOf('401').filter((code) => codesOf('403').includes(code))).toEqual([])
  })

  test.each([
    ['requireUser()', propelAuth.requireUser(), []],
    ['an option that is off', propelAuth.requireUser({ denyImpersonation: false }), []],
    [
      'requireUser({ denyImpersonation })',
      propelAuth.requireUser({ denyImpersonation: true }),
      ['impersonation_denied'],
    ],
    ['requireUser({ tokenFrom })', propelAuth.requireUser({ tokenFrom: fromCookie('a') }), ['cross_site_request']],
    ['requireOrgMember()', propelAuth.requireOrgMember(), ['not_org_member']],
    ['a role', propelAuth.requireOrgMember({ exactRole: 'Admin' }), ['not_org_member', 'insufficient_role']],
    ['permissions', propelAuth.requireOrgMember({ permissions: ['a'] }), ['not_org_member', 'insufficient_permission']],
  ] as const)('lists the codes of the 403 that %s can answer', async (_title, guard, codes) => {
    const app = new Hono().get('/:orgId', documented(guard as MiddlewareHandler), ok, (c) => c.text(''))
    const { responses } = JSON.parse(JSON.stringify(await documentOf(app as unknown as Hono))).paths['/{orgId}'].get
    expect(responses['403']?.content['application/problem+json'].schema.properties.code.enum ?? []).toEqual(codes)
  })

  test('lists every 403 of a middleware that is not a guard of this package', async () => {
    const guard = propelAuth.requireUser()
    const app = new Hono().get(
      '/',
      documented((c, next) => guard(c as never, next)),
      ok,
      (c) => c.text(''),
    )
    const { responses } = JSON.parse(JSON.stringify(await documentOf(app))).paths['/'].get
    expect(responses['403'].content['application/problem+json'].schema.properties.code.enum).toContain('not_org_member')
  })

  test('shows nowhere else', async () => {
    const { paths } = await documentOf(createApp() as unknown as Hono)
    for (const path of ['/public', '/plain']) {
      expect(paths[path]?.get).not.toHaveProperty('security')
      expect(Object.keys(paths[path]?.get?.responses ?? {})).toEqual(['200'])
    }
  })

  test('gives the same document each time', async () => {
    const app = createApp() as unknown as Hono
    expect(await documentOf(app)).toEqual(await documentOf(app))
  })

  test('shows the same in the oldest hono-openapi', async () => {
    const described = oldest.describeRoute({ responses: { 200: { description: 'Here it is' } } })
    const app = new Hono().get('/me', documented(propelAuth.requireUser()), described, (c) => c.text(c.var.user.userId))
    const { paths } = await oldest.generateSpecs(app as unknown as Hono, {})
    expect(paths['/me']?.get?.security).toEqual(security)
    expect(Object.keys(paths['/me']?.get?.responses ?? {})).toEqual(['200', '401'])
  })

  test('guards as it did', async () => {
    const app = createApp()
    for (const [path, status] of [
      ['/api/me', 200],
      ['/orgs/acme', 200],
      ['/orgs/globex', 403],
      ['/public', 200],
    ] as const)
      expect((await app.request(path, { headers })).status).toBe(status)
    for (const path of ['/api/me', '/orgs/acme']) expect((await app.request(path)).status).toBe(401)
  })

  test('leaves the guard itself as it was', async () => {
    const guard = propelAuth.requireUser()
    documented(guard)
    const app = new Hono().get('/', guard, ok, (c) => c.text(''))
    expect((await documentOf(app as unknown as Hono)).paths['/']?.get).not.toHaveProperty('security')
  })
})

test('the document is served by the handler of hono-openapi', async () => {
  const app = createApp() as unknown as Hono
  app.get('/openapi.json', openAPIRouteHandler(app, { documentation: { components: { securitySchemes } } }))
  const document = await (await app.request('/openapi.json')).json()
  expect(document.paths['/api/me'].get.security).toEqual(security)
  expect(document.components.securitySchemes.propelAuth.scheme).toBe('bearer')
})
