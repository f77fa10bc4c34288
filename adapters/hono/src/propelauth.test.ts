import * as core from '@propelauth-edge/core'
import { createTestIssuer } from '@propelauth-edge/core/testing'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { every, some } from 'hono/combine'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import { conformanceCases, createStepUp } from 'test-kit/conformance'
import { expectConformance } from 'test-kit/expect-conformance'
import { describe, expect, test, vi } from 'vitest'
import { createConformanceApp } from '../test/conformance-app.js'
import * as adapter from './index.js'
import { createPropelAuth, getUser, requireOrgMember } from './index.js'

const issuer = await createTestIssuer()
const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks })
const admin = await issuer.headers({ user: { userId: 'ada' }, orgs: [{ orgId: 'acme', role: 'Admin' }] })
const inAcme = await issuer.headers({ user: { userId: 'ada' }, activeOrg: { orgId: 'acme' } })
const impersonated = await issuer.headers({ user: { userId: 'ada', impersonatorUserId: 'employee' } })

const whoami = (c: Context) => c.json({ user: c.var.user?.userId ?? null, org: c.var.org?.orgId ?? null })
const codeOf = async (response: Response) => ((await response.json()) as { code?: string }).code

describe('conformance', async () => {
  const { authUrl, fetch } = issuer
  const app = createConformanceApp(createPropelAuth({ authUrl, fetch, stepUp: createStepUp() }))
  test.each(await conformanceCases(issuer))('$title', async (conformance) => {
    const { path, method = 'GET', headers } = conformance
    await expectConformance(await app.request(path, { method, headers }), conformance)
  })
})

describe('a refusal', () => {
  test('is an HTTPException with the finished response and its AuthError as the cause', async () => {
    const app = new Hono().get('/', propelAuth.requireUser(), whoami)
    let caught: unknown
    app.onError((error) => {
      caught = error
      return error instanceof HTTPException ? error.getResponse() : new Response(null, { status: 500 })
    })
    const response = await app.request('/')
    expect(caught).toBeInstanceOf(HTTPException)
    expect((caught as HTTPException).cause).toMatchObject({ name: 'AuthError', code: 'missing_token' })
    expect(response.status).toBe(401)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="propelauth"')
  })

  test('has a message, and a response that can be asked for twice', async () => {
    const app = new Hono().get('/', propelAuth.requireUser(), whoami)
    app.onError(async (error, c) => {
      if (!(error instanceof HTTPException)) throw error
      const bodies = [await error.getResponse().json(), await error.getResponse().json(), await error.res?.json()]
      return c.json({ message: error.message, codes: bodies.map(({ code }) => code) }, error.status)
    })
    expect(await (await app.request('/')).json()).toEqual({
      message: 'An access token is required',
      codes: ['missing_token', 'missing_token', 'missing_token'],
    })
  })

  test('gives the exact reason only where the guard says so', async () => {
    const app = new Hono()
      .get('/quiet', propelAuth.requireOrgMember({ orgId: () => 'acme', exactRole: 'Owner' }))
      .get('/detail', propelAuth.requireOrgMember({ orgId: () => 'acme', exactRole: 'Owner', detail: true }))
    expect(await (await app.request('/quiet', { headers: admin })).json()).not.toHaveProperty('detail')
    expect(await (await app.request('/detail', { headers: admin })).json()).toMatchObject({
      code: 'insufficient_role',
      detail: "The user's role is Admin; required: exactly Owner",
    })
  })

  test('has the realm and the resource of the options', async () => {
    const { requireOrgMember } = createPropelAuth({
      authUrl: issuer.authUrl,
      jwks: issuer.jwks,
      realm: 'acme',
      resource: 'https://api.example.com',
    })
    const metadata = 'resource_metadata="https://api.example.com/.well-known/oauth-protected-resource"'
    const app = new Hono().get('/:orgId', requireOrgMember(), whoami)
    const challengeOf = async (headers: HeadersInit) =>
      (await app.request('/globex', { headers })).headers.get('www-authenticate')
    expect(await challengeOf({})).toBe(`Bearer realm="acme", ${metadata}`)
    expect(await challengeOf(admin)).toBe(`Bearer realm="acme", error="insufficient_scope", ${metadata}`)
  })

  test('is 503 while keys are unavailable, also for an optional user', async () => {
    const down = createPropelAuth({ authUrl: issuer.authUrl, fetch: () => Promise.reject(new Error('down')) })
    const app = new Hono().get('/required', down.requireUser(), whoami).get('/optional', down.optionalUser(), whoami)
    for (const path of ['/required', '/optional']) {
      const response = await app.request(path, { headers: admin })
      expect(response.status).toBe(503)
      expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
      expect(await codeOf(response)).toBe('jwks_unavailable')
    }
  })

  test('thrown by the pure requireOrgMember inside a handler is answered like that of the guard', async () => {
    const app = new Hono().get('/:orgId', propelAuth.requireUser(), (c) =>
      c.json(requireOrgMember(c.var.user, c.req.param('orgId')).orgId),
    )
    expect(await (await app.request('/acme', { headers: admin })).json()).toBe('acme')
    const refused = await app.request('/globex', { headers: admin })
    expect(refused.status).toBe(403)
    expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="propelauth", error="insufficient_scope"')
  })

  test('other errors stay what they are: never a 401', async () => {
    const app = new Hono()
    app.get('/', propelAuth.requireUser(), () => {
      throw new HTTPException(418, { message: 'teapot' })
    })
    app.get('/selector', propelAuth.requireOrgMember({ orgId: () => Promise.reject(new Error('no database')) }))
    app.onError((error) => new Response(error.message, { status: error instanceof HTTPException ? error.status : 500 }))
    expect((await app.request('/', { headers: admin })).status).toBe(418)
    expect(await (await app.request('/selector', { headers: admin })).text()).toBe('no database')
  })
})

describe('guards', () => {
  test('set user, principal and org', async () => {
    const app = new Hono().get('/:orgId', propelAuth.requireOrgMember(), (c) => {
      const { user, org, principal } = c.var
      return c.json([user.userId, org.orgName, principal.kind, principal.user === user, org === user.getOrg('acme')])
    })
    expect(await (await app.request('/acme', { headers: admin })).json()).toEqual(['ada', 'Acme', 'user', true, true])
  })

  test('an optional user who is absent is null', async () => {
    const app = new Hono().use(propelAuth.optionalUser()).get('/', (c) => c.json([c.var.user, c.var.principal]))
    expect(await (await app.request('/')).json()).toEqual([null, null])
  })

  test('requireOrgMember alone requires the user, too, before the org is looked for', async () => {
    const orgId = vi.fn(() => 'acme')
    const app = new Hono().get('/', propelAuth.requireOrgMember({ orgId }), whoami)
    expect((await app.request('/')).status).toBe(401)
    expect(orgId).not.toHaveBeenCalled()
    expect((await app.request('/', { headers: admin })).status).toBe(200)
  })

  const [user, anyone, member]: readonly [MiddlewareHandler, MiddlewareHandler, MiddlewareHandler] = [
    propelAuth.requireUser(),
    propelAuth.optionalUser(),
    propelAuth.requireOrgMember(),
  ]
  for (const [title, first, second] of [
    ['requireUser, requireOrgMember', user, member],
    ['requireOrgMember, requireUser', member, user],
    ['optionalUser, requireOrgMember', anyone, member],
    ['requireOrgMember, optionalUser', member, anyone],
  ] as const)
    test(`compose as ${title}`, async () => {
      const app = new Hono().get('/:orgId', first, second, whoami)
      expect(await (await app.request('/acme', { headers: admin })).json()).toEqual({ user: 'ada', org: 'acme' })
      expect((await app.request('/acme')).status).toBe(401)
      expect((await app.request('/globex', { headers: admin })).status).toBe(403)
    })

  test('check again, whatever ran before', async () => {
    const app = new Hono()
      .use(propelAuth.requireUser())
      .get('/', whoami)
      .get('/strict', propelAuth.requireUser({ denyImpersonation: true }), whoami)
    expect((await app.request('/', { headers: impersonated })).status).toBe(200)
    expect(await codeOf(await app.request('/strict', { headers: impersonated }))).toBe('impersonation_denied')
  })

  test('compose with the combinators of Hono', async () => {
    const secret = (c: Context, next: () => Promise<void>) => {
      if (c.req.header('x-secret') !== 'open') throw new HTTPException(401)
      return next()
    }
    const app = new Hono()
      .get('/some', some(secret, propelAuth.requireUser()), whoami)
      .get('/every/:orgId', every(propelAuth.requireUser(), propelAuth.requireOrgMember()), whoami)
    expect((await app.request('/some')).status).toBe(401)
    expect((await app.request('/some', { headers: { 'x-secret': 'open' } })).status).toBe(200)
    expect((await app.request('/some', { headers: admin })).status).toBe(200)
    expect((await app.request('/every/globex', { headers: admin })).status).toBe(403)
    expect((await app.request('/every/acme', { headers: admin })).status).toBe(200)
  })

  describe('leave nothing of an earlier one to whom a later one admits', () => {
    const uncached = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks, tokenCache: false })
    const byCookie = { tokenFrom: adapter.fromCookie('session') }
    const asTwo = async (token: Promise<string>) => ({ ...admin, cookie: `session=${await token}` })
    const seen = (c: Context) => c.json([c.var.user?.userId ?? null, c.var.org?.orgId ?? null, 'org' in c.var])

    test.each([
      ['somebody else', issuer.token({ user: { userId: 'bob' } }), 'bob'],
      ['another member of the org', issuer.token({ user: { userId: 'bob' }, orgs: [{ orgId: 'acme' }] }), 'bob'],
      ['the same user by a token without the org', issuer.token({ user: { userId: 'ada' } }), 'ada'],
      ['no user', Promise.resolve('x'), null],
    ])('%s has no org', async (_who, token, userId) => {
      const app = new Hono()
      for (const [path, instance] of [
        ['/one', propelAuth],
        ['/two', uncached],
      ] as const)
        app.get(`${path}/:orgId`, propelAuth.requireOrgMember(), instance.optionalUser(byCookie), seen)
      const headers = await asTwo(token)
      for (const path of ['/one/acme', '/two/acme'])
        expect(await (await app.request(path, { headers })).json()).toEqual([userId, null, true])
    })

    test('getOrg says so', async () => {
      const app = new Hono().get('/:orgId', propelAuth.requireOrgMember(), propelAuth.requireUser(byCookie), (c) =>
        c.json(propelAuth.getOrg(c)),
      )
      app.onError((error) => new Response(error.message, { status: 500 }))
      const response = await app.request('/acme', { headers: await asTwo(issuer.token({ user: { userId: 'bob' } })) })
      expect(await response.text()).toContain('requireOrgMember()')
    })

    test('the same token keeps its org, remembered or not', async () => {
      for (const instance of [propelAuth, uncached]) {
        const app = new Hono().get('/:orgId', instance.requireOrgMember(), instance.requireUser(), seen)
        expect(await (await app.request('/acme', { headers: admin })).json()).toEqual(['ada', 'acme', true])
      }
    })

    test('a variable of the app that is called org stays', async () => {
      const app = new Hono<{ Variables: { org: string } }>().use((c, next) => {
        c.set('org', 'ours')
        return next()
      })
      app.get('/', propelAuth.requireUser(), (c) => c.text(c.get('org')))
      expect(await (await app.request('/', { headers: admin })).text()).toBe('ours')
    })
  })

  test('hold for sub-apps mounted behind them', async () => {
    const sub = new Hono<{ Variables: adapter.UserContext }>().get('/me', (c) => c.json(c.var.user.userId))
    const app = new Hono().use('/api/*', propelAuth.requireUser()).route('/api', sub)
    expect((await app.request('/api/me')).status).toBe(401)
    expect(await (await app.request('/api/me', { headers: admin })).json()).toBe('ada')
  })

  test('read the credential from the sources of tokenFrom', async () => {
    const tokenFrom = [adapter.fromHeader(), adapter.fromCookie('__pa_at')]
    const app = new Hono().all('/', propelAuth.requireUser({ tokenFrom }), whoami)
    const cookie = `__pa_at=${admin.authorization.slice('Bearer '.length)}`
    expect((await app.request('/', { headers: { cookie } })).status).toBe(200)
    expect(await codeOf(await app.request('/', { method: 'POST', headers: { cookie } }))).toBe('cross_site_request')
  })
})

describe('the org of a request', () => {
  const app = new Hono()
    .get('/param/:orgId', propelAuth.requireOrgMember(), whoami)
    .get('/other-param/:org', propelAuth.requireOrgMember(), whoami)
    .get('/query', propelAuth.requireOrgMember({ orgId: (c) => c.req.query('org') }), whoami)
    .post('/body', propelAuth.requireOrgMember({ orgId: async (c) => (await c.req.json()).org }), whoami)
  const statusOf = async (path: string, init: RequestInit = {}) =>
    (await app.request(path, { headers: inAcme, ...init })).status

  test('is that of the route parameter orgId, or what the selector finds', async () => {
    expect(await statusOf('/param/acme')).toBe(200)
    expect(await statusOf('/query?org=acme')).toBe(200)
    expect(await statusOf('/body', { method: 'POST', body: '{"org":"acme"}' })).toBe(200)
  })

  test('is never the active org when it cannot be found or is foreign', async () => {
    expect(await statusOf('/param/globex')).toBe(403)
    expect(await statusOf('/query')).toBe(403)
    expect(await statusOf('/query?org=')).toBe(403)
    expect(await statusOf('/query?org=globex')).toBe(403)
    for (const body of ['{}', '{"org":null}', '{"org":["acme"]}', '{"org":{"acme":1}}'])
      expect(await statusOf('/body', { method: 'POST', body })).toBe(403)
  })

  test('is a TypeError that names the parameter where the route has none', async () => {
    const failures: unknown[] = []
    const failing = new Hono()
      .use('/under/*', propelAuth.requireOrgMember())
      .get('/under/:orgId', whoami)
      .get('/other-param/:org', propelAuth.requireOrgMember(), whoami)
      .get('/other/:orgIdentifier', propelAuth.requireOrgMember(), whoami)
      .get('/none', propelAuth.requireOrgMember(), whoami)
    failing.onError((error, c) => {
      if (error instanceof HTTPException) return error.getResponse()
      failures.push(error)
      return c.text('failed', 500)
    })
    for (const path of ['/under/acme', '/other-param/acme', '/other/acme', '/none']) {
      expect((await failing.request(path, { headers: inAcme })).status).toBe(500)
      expect(failures.at(-1)).toBeInstanceOf(TypeError)
      expect(String(failures.at(-1))).toContain('has no parameter ":orgId"')
    }
    // Who is not signed in learns nothing of it.
    expect((await failing.request('/none')).status).toBe(401)
  })

  test('needs no requirement, but one that is given as undefined is a TypeError', () => {
    expect(() => propelAuth.requireOrgMember()).not.toThrow()
    expect(() => propelAuth.requireOrgMember(undefined)).toThrow(TypeError)
  })

  test('is not taken from a header or another path by itself', async () => {
    const headers = { ...inAcme, 'x-org-id': 'acme', 'x-propelauth-org-id': 'acme' }
    expect(await statusOf('/query', { headers })).toBe(403)
  })
})

describe('wrong options are a TypeError when the guard is made', () => {
  const wrong = [
    { minimumRole: undefined },
    { minimumRole: '' },
    { permission: 7 },
    { permissions: ['can_pay', undefined] },
    { permissions: 'can_pay' },
    { role: 'Admin' },
    { orgId: undefined },
    { orgId: 'acme' },
    { denyImpersonations: true },
  ]
  for (const options of wrong)
    test(`requireOrgMember(${JSON.stringify(options)})`, () => {
      expect(() => propelAuth.requireOrgMember(options as object)).toThrow(TypeError)
    })

  test('requireUser and optionalUser', () => {
    expect(() => propelAuth.requireUser({ denyImpersonations: true } as object)).toThrow(TypeError)
    expect(() => propelAuth.requireUser({ onInvalid: 'reject' } as object)).toThrow(TypeError)
    expect(() => propelAuth.optionalUser({ onInvlaid: 'reject' } as object)).toThrow(TypeError)
  })

  test('options of an instance', () => {
    expect(() => createPropelAuth({ authUrl: 'auth.example.com' })).toThrow(TypeError)
  })
})

describe('getUser and getOrg', () => {
  const messageOf = async (app: Hono) => {
    app.onError((error) => new Response(error.message, { status: 500 }))
    return (await app.request('/', { headers: admin })).text()
  }

  test('give what the guards of the instance have found, also from a separate app.use', async () => {
    const app = new Hono()
    app.use('/:orgId/*', propelAuth.requireOrgMember())
    app.get('/:orgId/me', (c) => c.json([propelAuth.getUser(c).userId, propelAuth.getOrg(c).orgId, getUser(c).userId]))
    expect(await (await app.request('/acme/me', { headers: admin })).json()).toEqual(['ada', 'acme', 'ada'])
  })

  test('give the org also after a guard that looks for none', async () => {
    const app = new Hono().get('/:orgId', propelAuth.requireOrgMember(), propelAuth.requireUser(), (c) =>
      c.json([propelAuth.getOrg(c).orgId, c.var.org.orgId]),
    )
    expect(await (await app.request('/acme', { headers: admin })).json()).toEqual(['acme', 'acme'])
  })

  test('say which guard is missing', async () => {
    expect(await messageOf(new Hono().get('/', (c) => c.json(propelAuth.getUser(c))))).toContain('requireUser()')
    expect(await messageOf(new Hono().get('/', (c) => c.json(getUser(c))))).toContain('requireUser()')
    const app = new Hono().get('/', propelAuth.requireUser(), (c) => c.json(propelAuth.getOrg(c)))
    expect(await messageOf(app)).toContain('requireOrgMember()')
  })

  test('an optional user who is absent is no user', async () => {
    const app = new Hono().get('/', propelAuth.optionalUser(), (c) => c.json(propelAuth.getUser(c)))
    app.onError((error) => new Response(error.message, { status: 500 }))
    expect((await app.request('/')).status).toBe(500)
    expect((await app.request('/', { headers: admin })).status).toBe(200)
  })

  test('never take a variable of the same name, or the user of another instance, for theirs', async () => {
    const foreign = new Hono<{ Variables: { user: { userId: string } } }>().use((c, next) => {
      c.set('user', { userId: 'mallory' })
      return next()
    })
    foreign.get('/', (c) => c.json(propelAuth.getUser(c)))
    expect(await messageOf(foreign as unknown as Hono)).toContain('requireUser()')
    const free = new Hono<{ Variables: { user: { userId: string } } }>().use((c, next) => {
      c.set('user', { userId: 'mallory' })
      return next()
    })
    free.get('/', (c) => c.json(getUser(c)))
    expect(await messageOf(free as unknown as Hono)).toContain('requireUser()')
    const customers = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks })
    expect(
      await messageOf(new Hono().get('/', customers.requireUser(), (c) => c.json(propelAuth.getUser(c)))),
    ).toContain('requireUser()')
  })

  test('two instances side by side keep their users apart', async () => {
    const partners = await createTestIssuer({ authUrl: 'https://partners.example.com' })
    const partnerAuth = createPropelAuth({ authUrl: partners.authUrl, jwks: partners.jwks })
    const app = new Hono().get('/', propelAuth.requireUser(), partnerAuth.optionalUser(), (c) =>
      c.json([propelAuth.getUser(c).userId, c.var.user]),
    )
    expect(await (await app.request('/', { headers: admin })).json()).toEqual(['ada', null])
  })
})

describe('cors() before the guards', () => {
  const origin = 'https://app.example.com'
  const preflight = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization',
  }
  const ran = vi.fn(whoami)
  const app = new Hono()
    .use('/api/*', cors({ origin, credentials: true }))
    .use('/api/*', propelAuth.requireUser())
    .all('/api/things', ran)
    .get('/api/orgs/:orgId', propelAuth.requireOrgMember(), ran)
    .all('/bare', propelAuth.requireUser(), ran)
    .options('/bare-options', propelAuth.requireUser(), ran)

  test('keeps its headers on a refusal', async () => {
    for (const [path, headers, status] of [
      ['/api/things', {}, 401],
      ['/api/orgs/globex', admin, 403],
    ] as const) {
      const response = await app.request(path, { headers: { origin, ...headers } })
      expect(response.status).toBe(status)
      expect(response.headers.get('access-control-allow-origin')).toBe(origin)
      expect(response.headers.get('access-control-allow-credentials')).toBe('true')
      expect(response.headers.get('www-authenticate')).toContain('Bearer')
    }
  })

  test('answers a preflight, which reaches no guarded handler, not even one of all()', async () => {
    ran.mockClear()
    const response = await app.request('/api/things', { method: 'OPTIONS', headers: preflight })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-headers')).toBe('authorization')
    expect(ran).not.toHaveBeenCalled()
  })

  test('without cors() a preflight is refused like any request without a token', async () => {
    ran.mockClear()
    for (const path of ['/bare', '/bare-options'])
      expect((await app.request(path, { method: 'OPTIONS', headers: preflight })).status).toBe(401)
    expect(ran).not.toHaveBeenCalled()
  })

  test('no method opens anything', async () => {
    ran.mockClear()
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])
      expect((await app.request('/bare', { method })).status).toBe(401)
    expect((await app.request('/api/things', { method: 'HEAD' })).status).toBe(401)
    expect(ran).not.toHaveBeenCalled()
    expect((await app.request('/bare', { method: 'HEAD', headers: admin })).status).toBe(200)
  })
})

test('headers that speak of identity or skip middleware have no effect', async () => {
  const app = new Hono().get('/', propelAuth.optionalUser(), whoami).get('/user', propelAuth.requireUser(), whoami)
  const headers = {
    'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware',
    'x-propelauth-user-id': 'ada',
    'x-propelauth-user': '{"userId":"ada"}',
    'x-forwarded-user': 'ada',
    'x-http-method-override': 'OPTIONS',
    'x-original-url': '/',
  }
  expect((await app.request('/user', { headers })).status).toBe(401)
  expect(await (await app.request('/', { headers })).json()).toEqual({ user: null, org: null })
})

describe('options from the environment', async () => {
  const globex = await createTestIssuer({ authUrl: 'https://auth.globex.example.com' })
  const issuers: Record<string, typeof issuer> = { acme: issuer, globex }
  const byTenant = createPropelAuth(({ TENANT = 'acme' }: { TENANT?: string }) => ({
    authUrl: issuers[TENANT]?.authUrl ?? '',
    fetch: issuers[TENANT]?.fetch,
  }))
  const app = new Hono().get('/', byTenant.requireUser(), whoami)
  const globexAdmin = await globex.headers()

  test('two environments share neither users nor keys', async () => {
    for (let round = 0; round < 2; round++) {
      expect((await app.request('/', { headers: admin }, { TENANT: 'acme' })).status).toBe(200)
      expect(await codeOf(await app.request('/', { headers: admin }, { TENANT: 'globex' }))).toBe('issuer_mismatch')
      expect((await app.request('/', { headers: globexAdmin }, { TENANT: 'globex' })).status).toBe(200)
      expect(await codeOf(await app.request('/', { headers: globexAdmin }, { TENANT: 'acme' }))).toBe('issuer_mismatch')
    }
    const sameKid = await createTestIssuer({ authUrl: issuer.authUrl, kid: globex.kid })
    expect(await codeOf(await app.request('/', { headers: await sameKid.headers() }, { TENANT: 'acme' }))).toBe(
      'unknown_key',
    )
  })

  test('an environment that is missing is an empty one', async () => {
    expect((await app.request('/', { headers: admin })).status).toBe(200)
    expect((await app.fetch(new Request('https://api.example.com/', { headers: admin }))).status).toBe(200)
  })

  test('for gives the core instance that the guards use', async () => {
    const env = { TENANT: 'globex' }
    const instance = byTenant.for(env)
    expect(byTenant.for({ ...env })).toBe(instance)
    const request = new Request('https://api.example.com/', { headers: globexAdmin })
    expect(await instance.validateRequest(request)).toMatchObject({ email: 'user@example.com' })
    expect(await instance.authenticateRequest(new Request(request.url))).toMatchObject({ ok: false })
  })

  test('missing options are a 500, and no handler runs', async () => {
    const unset = createPropelAuth((env: { AUTH_URL?: string }) => ({ authUrl: env.AUTH_URL as string }))
    const open = vi.fn(whoami)
    const broken = new Hono().get('/', unset.requireUser(), open).get('/optional', unset.optionalUser(), open)
    broken.onError((error) => new Response(error.message, { status: 500 }))
    for (const path of ['/', '/optional']) {
      const response = await broken.request(path, { headers: admin })
      expect(response.status).toBe(500)
      expect(await response.text()).toContain('authUrl')
    }
    expect(open).not.toHaveBeenCalled()
  })
})

describe('the execution context', () => {
  test('carries the work that outlives the response', async () => {
    const pending: Promise<unknown>[] = []
    const executionCtx = {
      waitUntil: (work: Promise<unknown>) => void pending.push(work),
      passThroughOnException() {},
      props: {},
    }
    const stored: string[] = []
    const jwksCache = { get: async () => undefined, put: async (key: string) => void stored.push(key) }
    const cached = createPropelAuth({ authUrl: issuer.authUrl, fetch: issuer.fetch, jwksCache })
    const app = new Hono().get('/', cached.requireUser(), whoami)
    expect((await app.request('/', { headers: admin }, {}, executionCtx)).status).toBe(200)
    expect(pending.length).toBeGreaterThan(0)
    await Promise.all(pending)
    expect(stored).toHaveLength(1)
  })

  test('may be missing', async () => {
    const cold = createPropelAuth({ authUrl: issuer.authUrl, fetch: issuer.fetch })
    const app = new Hono().get('/', cold.requireUser(), whoami)
    expect((await app.request('/', { headers: admin })).status).toBe(200)
  })
})

test('the package exports what core does, but for the helpers of adapters', () => {
  const helpers = [
    'checkGuardOptions',
    'createOptionalUserGuard',
    'createOrgGuard',
    'createUserGuard',
    'memoizeByEnv',
    'readOrgGuardOptions',
    'withoutForeignOrg',
  ]
  const expected = [...Object.keys(core).filter((name) => !helpers.includes(name)), 'getUser', 'kvJwksCache']
  expect(Object.keys(adapter).sort()).toEqual(expected.sort())
  expect(adapter.requireOrgMember).toBe(core.requireOrgMember)
})
