import { type ConformanceRoute, createTestIssuer, matchConformanceRoute } from '@propelauth-edge/core/testing'
import { build } from 'esbuild'
import { notFound, redirect } from 'next/navigation.js'
import { NextRequest } from 'next/server.js'
import { NextRequest as NextRequest15 } from 'next-15/server.js'
import { conformanceCases, conformanceRoutes, createStepUp } from 'test-kit/conformance'
import { expectConformance } from 'test-kit/expect-conformance'
import { describe, expect, test } from 'vitest'
import {
  AuthError,
  createPropelAuth,
  type FromCookieOptions,
  fromCookie,
  fromHeader,
  type NextPropelAuth,
  type RouteHandler,
  requireOrgMember,
} from './index.js'

const issuer = await createTestIssuer()
const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks })
const userId = '3c2f4d0e-8a55-4c8f-9d6b-0c4c2f0f7a11'
const headers = await issuer.headers({ user: { userId }, orgs: [{ orgId: 'acme', role: 'Admin' }] })

type AnyContext = { params: Promise<Record<string, string | string[] | undefined>> }

const toContext = (params: Record<string, string | string[] | undefined> = {}) => ({ params: Promise.resolve(params) })
const toRequest = (path: string, init: ConstructorParameters<typeof NextRequest>[1] = {}) =>
  new NextRequest(`http://localhost:3000${path}`, init)
const answerOf = async (response: Response) => ({ status: response.status, body: await response.json() })

function toHandler(instance: NextPropelAuth, { guard, options }: ConformanceRoute): RouteHandler<AnyContext> {
  switch (guard) {
    case 'requireUser':
      return instance.withUser((_request, { user }) => Response.json({ userId: user.userId }), options)
    case 'optionalUser':
      return instance.withOptionalUser((_request, { user }) => Response.json({ userId: user?.userId ?? null }), options)
    case 'requireOrgMember':
      return instance.withOrgMember(options, (_request, { user, org }) =>
        Response.json({ userId: user.userId, orgId: org.orgId }),
      )
  }
}

describe.each([
  ['Next.js 16', NextRequest],
  ['Next.js 15', NextRequest15 as unknown as typeof NextRequest],
])('conformance with requests of %s', async (_title, Request) => {
  const stepUp = createStepUp()
  const instance = createPropelAuth(() => ({ authUrl: issuer.authUrl, fetch: issuer.fetch, stepUp }))

  test.each(await conformanceCases(issuer))('$title', async (conformance) => {
    const { path, method = 'GET', headers } = conformance
    const request = new Request(`http://localhost:3000${path}`, { method, headers })
    const route = matchConformanceRoute(request.nextUrl.pathname, conformanceRoutes)
    if (!route) throw new Error(`no route for ${path}`)
    const handler = toHandler(instance, conformanceRoutes[route.path])
    const response = await handler(request, toContext(route.orgId === undefined ? {} : { orgId: route.orgId }))
    await expectConformance(response, conformance)
  })
})

describe('a route handler', () => {
  test('gets the params of its route beside the user', async () => {
    const GET = propelAuth.withUser<{ params: Promise<{ id: string }> }>(async (request, { user, params }) => {
      const { id } = await params
      return Response.json({ id, by: user.userId, path: request.nextUrl.pathname })
    })
    const response = await GET(toRequest('/users/7', { headers }), { params: Promise.resolve({ id: '7' }) })
    expect(await response.json()).toEqual({ id: '7', by: userId, path: '/users/7' })
  })

  test('refuses with a challenge, never with a redirect', async () => {
    const GET = propelAuth.withUser(() => Response.json({}))
    const response = await GET(toRequest('/', { headers: { accept: 'text/html' } }), toContext())
    expect(response.status).toBe(401)
    expect(response.headers.get('location')).toBeNull()
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  test('turns an AuthError thrown inside into its response', async () => {
    const GET = propelAuth.withUser((_request, { user }) => Response.json(requireOrgMember(user, 'globex')))
    const POST = propelAuth.withOptionalUser(() => {
      throw new AuthError('missing_token')
    })
    expect((await GET(toRequest('/', { headers }), toContext())).status).toBe(403)
    expect((await POST(toRequest('/', { method: 'POST' }), toContext())).status).toBe(401)
  })

  test('redirects, answers not found and fails as without a guard', async () => {
    const failure = new Error('database')
    const outcomes = [
      [() => redirect('/login'), { digest: expect.stringMatching(/^NEXT_REDIRECT;.*\/login/) }],
      [() => notFound(), { digest: expect.stringMatching(/404/) }],
      [() => Promise.reject(failure), failure],
    ] as const
    for (const [outcome, thrown] of outcomes)
      for (const handler of [
        propelAuth.withUser(outcome),
        propelAuth.withOptionalUser(outcome),
        propelAuth.withOrgMember({}, outcome),
      ])
        await expect(handler(toRequest('/', { headers }), toContext({ orgId: 'acme' }))).rejects.toMatchObject(thrown)
  })

  test('does not run for a preflight; the option `preflight` answers it', async () => {
    let ran = 0
    const handler = () => Response.json(++ran)
    const asked = { origin: 'https://app.example.com', 'access-control-request-method': 'GET' }
    const preflight = () => new Response(null, { status: 204 })
    const request = () => toRequest('/', { method: 'OPTIONS', headers: asked })
    expect((await propelAuth.withUser(handler)(request(), toContext())).status).toBe(401)
    expect((await propelAuth.withUser(handler, { preflight })(request(), toContext())).status).toBe(204)
    expect((await propelAuth.withUser(handler, { preflight })(toRequest('/'), toContext())).status).toBe(401)
    expect(ran).toBe(0)
  })

  test('ignores identity headers', async () => {
    const GET = propelAuth.withUser(() => Response.json({}))
    const outside = {
      'x-middleware-subrequest': 'src/middleware:src/middleware:middleware:middleware:middleware',
      'x-propelauth-access-token': headers.authorization.slice(7),
      'x-propelauth-user-id': userId,
      cookie: `__pa_at=${headers.authorization.slice(7)}`,
    }
    expect((await GET(toRequest('/', { headers: outside }), toContext())).status).toBe(401)
  })

  test('passes the refresh of keys to the waitUntil option', async () => {
    const pending: Promise<unknown>[] = []
    const jwksCache = { get: async () => null, put: async () => {} }
    const instance = createPropelAuth({ authUrl: issuer.authUrl, fetch: issuer.fetch, jwksCache })
    const GET = instance.withUser(() => Response.json({}), { waitUntil: (promise) => void pending.push(promise) })
    expect((await GET(toRequest('/', { headers }), toContext())).status).toBe(200)
    expect(pending.length).toBeGreaterThan(0)
  })
})

describe('the org of a route handler', () => {
  const answer = (_request: NextRequest, { org }: { org: { orgId: string }; params: Promise<unknown> }) =>
    Response.json({ org: org.orgId })
  const stranger = { status: 403, body: { code: 'not_org_member' } }

  test('is that of the route parameter orgId', async () => {
    const GET = propelAuth.withOrgMember({ minimumRole: 'Admin' }, answer)
    const request = () => toRequest('/', { headers })
    expect(await answerOf(await GET(request(), toContext({ orgId: 'acme' })))).toEqual({
      status: 200,
      body: { org: 'acme' },
    })
    for (const params of [{ orgId: 'globex' }, { orgId: '' }, { orgId: ['acme'] }, { orgId: undefined }])
      expect(await answerOf(await GET(request(), toContext(params)))).toMatchObject(stranger)
    expect((await GET(toRequest('/'), toContext({ orgId: 'acme' }))).status).toBe(401)
  })

  test('is a TypeError, and no 403, in a route without the parameter', async () => {
    const GET = propelAuth.withOrgMember({}, answer)
    const mistake = (context: AnyContext) =>
      GET(toRequest('/', { headers }), context).then(
        ({ status }) => status,
        (error) => [error instanceof TypeError, error.message],
      )
    const none = [
      true,
      expect.stringContaining('the route has no parameter "orgId", found none. Name its folder [orgId], or select'),
    ]
    expect(await mistake(toContext())).toEqual(none)
    // Next.js passes this for a route without parameters.
    expect(await mistake({ params: undefined } as unknown as AnyContext)).toEqual(none)
    const others = await mistake(toContext({ orgid: 'acme', team: 'blue' }))
    expect(others).toEqual([true, expect.stringContaining('found "orgid", "team". Name its folder')])
    // Without a user the answer is still 401.
    expect((await GET(toRequest('/'), toContext())).status).toBe(401)
  })

  test('needs no route parameter where the option selects it', async () => {
    const GET = propelAuth.withOrgMember({ orgId: () => undefined }, answer)
    expect(await answerOf(await GET(toRequest('/', { headers }), toContext()))).toMatchObject(stranger)
  })

  test('is what the option selects from the request and the params, also asynchronously', async () => {
    const byHeader = propelAuth.withOrgMember({ orgId: (request) => request.headers.get('x-org') }, answer)
    const byParams = propelAuth.withOrgMember<{ params: Promise<{ team: string }> }>(
      { orgId: async (_request, { params }) => (await params).team },
      answer,
    )
    const named = toRequest('/', { headers: { ...headers, 'x-org': 'acme' } })
    expect((await byHeader(named, toContext())).status).toBe(200)
    expect(await answerOf(await byHeader(toRequest('/', { headers }), toContext({ orgId: 'acme' })))).toMatchObject(
      stranger,
    )
    const team = (of: string) => byParams(toRequest('/', { headers }), { params: Promise.resolve({ team: of }) })
    expect((await team('acme')).status).toBe(200)
    expect(await answerOf(await team('globex'))).toMatchObject(stranger)
  })

  test('is never the active org', async () => {
    const active = await issuer.headers({ activeOrg: { orgId: 'acme' } })
    const GET = propelAuth.withOrgMember({}, answer)
    const request = toRequest('/', { headers: active })
    expect(await answerOf(await GET(request, toContext({ orgId: '' })))).toMatchObject(stranger)
  })
})

describe('the cookie', async () => {
  const cookie = `__pa_at=${await issuer.token({ user: { userId } })}`
  // Headers of a proxy for https://app.example.com, while Next.js listens on http://localhost:3000.
  const forwarded = { 'x-forwarded-host': 'app.example.com', 'x-forwarded-proto': 'https', host: 'localhost:3000' }
  const own = { ...forwarded, origin: 'https://app.example.com' }
  const sender = (options?: FromCookieOptions) => {
    const tokenFrom = [fromHeader(), fromCookie('__pa_at', options)]
    const handler = propelAuth.withUser((_request, { user }) => Response.json({ userId: user.userId }), { tokenFrom })
    return async (method: string, sent: Record<string, string>) =>
      answerOf(await handler(toRequest('/', { method, headers: { cookie, ...sent } }), toContext()))
  }
  const send = sender()
  const accepted = { status: 200, body: { userId } }
  const refused = { status: 403, body: { code: 'cross_site_request' } }

  test.each([
    ['GET without further headers', 'GET', {}],
    ['GET by a link from another site', 'GET', { ...forwarded, 'sec-fetch-site': 'cross-site' }],
    ['POST from the forwarded host', 'POST', own],
    [
      'POST from the first of several forwarded hosts',
      'POST',
      { ...own, 'x-forwarded-host': 'app.example.com, inner' },
    ],
    ['POST from the host over http', 'POST', { host: 'a.test', 'x-forwarded-proto': 'http', origin: 'http://a.test' }],
    ['POST from the host without a forwarded one', 'POST', { host: 'a.test', origin: 'https://a.test' }],
    ['POST of a page without a referrer', 'POST', { ...forwarded, origin: 'null', 'sec-fetch-site': 'same-origin' }],
    ['POST without Origin from the own page', 'POST', { ...forwarded, 'sec-fetch-site': 'same-origin' }],
  ])('counts on %s', async (_title, method, sent) => expect(await send(method, sent)).toEqual(accepted))

  test.each([
    ['without Origin', forwarded],
    ['from an opaque origin', { ...forwarded, origin: 'null' }],
    ['from another host', { ...forwarded, origin: 'https://evil.example.com' }],
    ['from http of the same host', { ...forwarded, origin: 'http://app.example.com' }],
    ['from another port', { ...forwarded, origin: 'https://app.example.com:8443' }],
    ['from the address that Next.js listens on', { ...forwarded, origin: 'http://localhost:3000' }],
    ['from a host that begins alike', { host: 'app.example.com', origin: 'https://app.example.com.evil.com' }],
    ['with a forwarded scheme that is none', { 'x-forwarded-proto': 'evil', origin: 'null' }],
    ['from an origin without a host', { origin: 'https://' }],
    ['from the own origin that the browser calls cross-site', { ...own, 'sec-fetch-site': 'cross-site' }],
    ['from a sibling host', { ...forwarded, origin: 'https://docs.example.com', 'sec-fetch-site': 'same-site' }],
  ])('is refused on POST %s', async (_title, sent) => expect(await send('POST', sent)).toMatchObject(refused))

  test('with allowedOrigins counts from these only, whatever the forwarded headers are', async () => {
    const sendListed = sender({ allowedOrigins: ['https://admin.example.com'] })
    expect(await sendListed('POST', { ...forwarded, origin: 'https://admin.example.com' })).toEqual(accepted)
    expect(await sendListed('POST', own)).toMatchObject(refused)
  })

  test('is refused if it occurs twice', async () => {
    expect(await send('GET', { cookie: `${cookie}; ${cookie}` })).toMatchObject({ body: { code: 'invalid_request' } })
  })

  test('is not read if the Authorization header has a token', async () => {
    expect(await send('POST', { ...headers, origin: 'https://evil.example.com' })).toEqual({
      status: 200,
      body: { userId },
    })
    expect(await send('GET', { authorization: 'Bearer a.b.c' })).toMatchObject({ body: { code: 'malformed_token' } })
  })
})

test('options that a copy would lose, and options that are none, are a TypeError when the guard is made', () => {
  class Rules {
    get minimumRole() {
      return 'Owner'
    }
  }
  const hidden = Object.defineProperty({}, 'minimumRole', { value: 'Owner' })
  const lost = [
    Object.create({ minimumRole: 'Owner' }),
    new Rules(),
    hidden,
    Object.create({ denyImpersonation: true }),
  ]
  for (const wrong of [...lost, undefined, null, 5, () => {}, []])
    expect(() => propelAuth.withOrgMember(wrong as object, () => new Response('in'))).toThrow(TypeError)
})

test('a misspelt option or requirement is a TypeError when the guard is made', () => {
  const handler = () => Response.json({})
  expect(() => propelAuth.withUser(handler, { denyImpersonatoin: true } as object)).toThrow(TypeError)
  expect(() => propelAuth.withOrgMember({ minimumRole: undefined as unknown as string }, handler)).toThrow(TypeError)
  expect(() => propelAuth.withOrgMember({ orgId: undefined as unknown as () => string }, handler)).toThrow(TypeError)
})

test('options are read at the first request', async () => {
  let reads = 0
  const lazy = createPropelAuth(() => {
    reads++
    return { authUrl: issuer.authUrl, jwks: issuer.jwks }
  })
  const GET = lazy.withUser(() => Response.json({}))
  expect(reads).toBe(0)
  await GET(toRequest('/', { headers }), toContext())
  await GET(toRequest('/', { headers }), toContext())
  expect(reads).toBe(1)
})

test('headers are read before options, which keeps Next.js from prerendering the handler', async () => {
  let reads = 0
  const lazy = createPropelAuth(() => ({ authUrl: `https://${++reads}.example.com` }))
  const stop = new Error('not at build time')
  const request = toRequest('/')
  Object.defineProperty(request, 'headers', {
    get() {
      throw stop
    },
  })
  const handler = () => Response.json({})
  for (const GET of [lazy.withUser(handler), lazy.withOptionalUser(handler), lazy.withOrgMember({}, handler)])
    await expect(GET(request, toContext())).rejects.toBe(stop)
  expect(reads).toBe(0)
})

test('only the subpaths server and session import Next.js', async () => {
  const options = { bundle: true, format: 'esm', packages: 'external', write: false, metafile: true } as const
  const importsOf = async (name: string) => {
    const { metafile } = await build({ ...options, entryPoints: [`${import.meta.dirname}/${name}.ts`] })
    return Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path))
  }
  expect(new Set(await importsOf('index'))).toEqual(new Set(['@propelauth-edge/core', '@propelauth-edge/core/adapter']))
  expect(new Set(await importsOf('server'))).toEqual(
    new Set(['@propelauth-edge/core', '@propelauth-edge/core/adapter', 'next/cache.js', 'next/headers.js']),
  )
  expect(new Set(await importsOf('session'))).toEqual(
    new Set([
      '@propelauth-edge/core',
      '@propelauth-edge/core/adapter',
      '@propelauth-edge/session',
      'next/dist/client/components/redirect.js',
      'next/headers.js',
      'next/server.js',
    ]),
  )
})
