import type { HttpServer } from 'test-kit/http-server'
import { serveIssuer } from 'test-kit/served-issuer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCases } from '../../matrix/src/run-cases.ts'
import type { TestIssuer } from '../../packages/core/dist/testing.js'
import { type AppService, startApp } from './next.ts'
import { sharedApps } from './next-shared-app.ts'
import { getSharedBuild } from './next-shared-build.ts'

const userId = '3c2f4d0e-8a55-4c8f-9d6b-0c4c2f0f7a11'

describe.each(sharedApps)('%s', (_title, definition) => {
  let issuer: TestIssuer
  let keyServer: HttpServer
  let app: AppService
  let token: string
  let bearer: Record<string, string>
  let cookie: Record<string, string>

  beforeAll(async () => {
    const served = await serveIssuer()
    issuer = served.issuer
    keyServer = served.keyServer
    token = await issuer.token({ user: { userId }, orgs: [{ orgId: 'acme', role: 'Admin' }] })
    bearer = { authorization: `Bearer ${token}` }
    cookie = { cookie: `__pa_at=${token}` }
    const { folder } = await getSharedBuild(definition)
    app = await startApp(folder, { PROPELAUTH_AUTH_URL: issuer.authUrl }, 4700)
  }, 300_000)

  afterAll(async () => {
    await app?.stop()
    await keyServer?.close()
  })

  async function ask(path: string, init: RequestInit = {}) {
    const response = await fetch(app.url + path, { redirect: 'manual', ...init })
    const text = await response.text()
    const isJson = text !== '' && response.headers.get('content-type')?.includes('json')
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }

  test('answers every case of conformance and every hostile request as expected', async () => {
    const { cases, disagreements } = await runCases(issuer, Number(new URL(app.url).port), 'localhost', {
      behindNext: true,
    })
    expect(disagreements).toEqual([])
    expect(cases).toBeGreaterThan(250)
  })

  test('params reach the handler', async () => {
    const read = await ask('/users/7', { headers: bearer })
    expect(read).toMatchObject({ status: 200, body: { id: '7', by: userId, path: '/users/7' } })
    const written = await ask('/users/7', { method: 'PUT', headers: bearer, body: '{"name":"Ann"}' })
    expect(written).toMatchObject({ status: 200, body: { id: '7', by: userId, sent: { name: 'Ann' } } })
  })

  test('a handler redirects, answers not found, refuses and fails', async () => {
    const outcome = (of: string) => ask(`/outcome?of=${of}`, { headers: bearer })
    const redirect = await outcome('redirect')
    expect([redirect.status, redirect.headers.get('location')]).toEqual([307, '/elsewhere'])
    expect((await outcome('not-found')).status).toBe(404)
    expect(await outcome('refusal')).toMatchObject({ status: 403, body: { code: 'insufficient_permission' } })
    expect((await outcome('failure')).status).toBe(500)
    for (const of of ['redirect', 'not-found', 'refusal', 'failure'])
      expect(await ask(`/outcome?of=${of}`)).toMatchObject({ status: 401, body: { code: 'missing_token' } })
  })

  test('a guard for members in a route without [orgId] fails for users and says why in the log', async () => {
    expect((await ask('/no-org-id', { headers: bearer })).status).toBe(500)
    expect(app.log.join('')).toContain('TypeError: withOrgMember: the route has no parameter "orgId", found none')
    expect(await ask('/no-org-id')).toMatchObject({ status: 401, body: { code: 'missing_token' } })
  })

  if (!definition.cacheComponents)
    test('a handler in the edge runtime is guarded', async () => {
      expect(await ask('/edge', { headers: bearer })).toMatchObject({ status: 200, body: { userId } })
      expect(await ask('/edge', { headers: cookie })).toMatchObject({ status: 401, body: { code: 'missing_token' } })
    })

  test('identity headers, other methods and other spellings of a path admit no one', async () => {
    const outside = {
      'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware',
      'x-middleware-set-cookie': `__pa_at=${token}`,
      'x-propelauth-access-token': token,
      'x-propelauth-user-id': userId,
      'next-url': '/user',
    }
    expect((await ask('/user', { headers: { ...outside, ...cookie } })).status).toBe(401)
    for (const method of ['HEAD', 'OPTIONS', 'POST', 'PATCH', 'DELETE'])
      expect((await ask('/user', { method })).body).not.toContain(userId)
    expect((await ask('/user', { method: 'HEAD' })).status).toBe(401)
    const spellings = {
      // Redirected to `/user`, which is then refused.
      '//user': 308,
      '/user/': 308,
      '/x/../user': 401,
      '/user?_rsc=1': 401,
      '/%75ser': 404,
      '/USER': 404,
      '/user.rsc': 404,
      '/user.json': 404,
    }
    for (const [path, status] of Object.entries(spellings)) expect((await ask(path)).status, path).toBe(status)
    expect(await ask('/server?require', { headers: outside })).toMatchObject({ body: { code: 'missing_token' } })
    expect((await ask('/page', { headers: outside })).body).toContain('no user')
  })

  describe('a cookie in a route handler', () => {
    const send = (method: string, headers: Record<string, string>) =>
      ask('/cookie', { method, headers: { ...cookie, ...headers } })

    test('counts on GET, and on POST from the origin that the browser has asked', async () => {
      expect((await send('GET', {})).status).toBe(200)
      expect((await send('POST', { origin: app.url })).status).toBe(200)
      const behindProxy = { 'x-forwarded-host': 'app.example.com', 'x-forwarded-proto': 'https' }
      expect((await send('POST', { ...behindProxy, origin: 'https://app.example.com' })).status).toBe(200)
      expect((await send('POST', { origin: 'null', 'sec-fetch-site': 'same-origin' })).status).toBe(200)
      expect((await send('POST', { ...behindProxy, origin: app.url })).status).toBe(403)
    })

    test('is refused on POST from any other origin, and without Origin', async () => {
      for (const origin of ['https://evil.example.com', 'null', app.url.replace('http:', 'https:')])
        expect(await send('POST', { origin })).toMatchObject({ status: 403, body: { code: 'cross_site_request' } })
      for (const headers of [{}, { origin: app.url, 'sec-fetch-site': 'cross-site' }])
        expect((await send('POST', headers as Record<string, string>)).status).toBe(403)
    })
  })

  describe('createServerAuth', () => {
    test('reads the header first, then the cookie', async () => {
      const signedIn = { body: { userId } }
      const visitor = { body: { userId: null } }
      expect(await ask('/server', { headers: bearer })).toMatchObject(signedIn)
      expect(await ask('/server', { headers: cookie })).toMatchObject(signedIn)
      expect(await ask('/server')).toMatchObject(visitor)
      expect(await ask('/server?header-only', { headers: bearer })).toMatchObject(signedIn)
      expect(await ask('/server?header-only', { headers: cookie })).toMatchObject(visitor)
      const both = { ...cookie, authorization: 'Bearer a.b.c' }
      expect(await ask('/server', { headers: both })).toMatchObject(visitor)
      expect(await ask('/server?require', { headers: both })).toMatchObject({
        status: 401,
        body: { code: 'malformed_token' },
      })
    })

    test('throws the refusal of a guard if a user is required', async () => {
      expect(await ask('/server?require', { headers: cookie })).toMatchObject({ status: 200, body: { userId } })
      const refused = await ask('/server?require')
      expect(refused).toMatchObject({ status: 401, body: { code: 'missing_token' } })
      expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="propelauth"')
    })

    test('returns the membership of a user who meets the requirement', async () => {
      expect(await ask('/server?org=acme', { headers: cookie })).toMatchObject({ body: { orgId: 'acme' } })
      expect(await ask('/server?org=globex', { headers: cookie })).toMatchObject({ body: { orgId: null } })
      expect(await ask('/server?org=acme')).toMatchObject({ body: { orgId: null } })
      const member = await issuer.headers({ orgs: [{ orgId: 'acme', role: 'Member' }] })
      expect(await ask('/server?org=acme', { headers: member })).toMatchObject({ body: { orgId: null } })
    })

    test('refuses a cookie that occurs twice, encoded or not', async () => {
      for (const header of [`__pa_at=${token}; __pa_at=${token}`, `__pa_at=x; __pa_at=%65${token.slice(1)}`])
        expect(await ask('/server?require', { headers: { cookie: header } })).toMatchObject({
          status: 401,
          body: { code: 'invalid_request' },
        })
    })

    test('refuses the cookie of a cross-site request that may change something', async () => {
      for (const method of ['POST', 'PATCH'])
        for (const headers of [
          { origin: 'https://evil.example.com' },
          { origin: 'null' },
          { 'content-type': 'text/plain' },
          { 'next-action': 'x' },
        ]) {
          const answer = await ask('/server?require', { method, headers: { ...cookie, ...headers } as HeadersInit })
          expect(answer).toMatchObject({ status: 403, body: { code: 'cross_site_request' } })
        }
      const own = await ask('/server?require', { method: 'POST', headers: { ...cookie, origin: app.url } })
      expect(own).toMatchObject({ status: 200, body: { userId } })
    })

    test('reads on a page the cookie that a proxy has refreshed or deleted for the same request', async () => {
      const expired = await issuer.token({ user: { userId }, expiresInSeconds: -61 })
      const refreshed = { cookie: `__pa_at=${expired}; refreshed=${token}` }
      expect((await ask('/page', { headers: refreshed })).body).toContain(`user:${userId}`)
      // Another cookie, which a subdomain can set: its name begins with a space that is none for a browser.
      const tossed = { cookie: `\u00a0__pa_at=tossed; ${refreshed.cookie}` }
      expect((await ask('/page', { headers: tossed })).body).toContain(`user:${userId}`)
      const signedOut = { cookie: `__pa_at=${token}; refreshed=signed-out` }
      expect((await ask('/page', { headers: signedOut })).body).toContain('no user')
      const pretended = { ...signedOut, 'x-middleware-set-cookie': `__pa_at=${token}` }
      expect((await ask('/page', { headers: pretended })).body).toContain('no user')
    })

    test('returns the user and the org on a page', async () => {
      const signedIn = await ask('/page', { headers: cookie })
      expect(signedIn.status).toBe(200)
      expect(signedIn.body).toContain(`user:${userId}`)
      expect(signedIn.body).toContain('org:acme')
      expect((await ask('/page', { headers: bearer })).body).toContain(`user:${userId}`)
      const visitor = await ask('/page')
      expect(visitor.body).toContain('no user')
      expect(visitor.body).toContain('no org')
      expect(visitor.body).not.toContain(userId)
    })
  })

  describe('a server action', () => {
    /** Submits the form of the page as a browser without JavaScript does. */
    async function act(headers: Record<string, string>) {
      const page = await ask('/page')
      const [, field] = /name="(\$ACTION_ID_[^"]+)"/.exec(page.body) ?? []
      if (!field) throw new Error(`no action in ${page.body}`)
      const body = new FormData()
      body.set(field, '')
      const answer = await ask('/page', { method: 'POST', headers, body })
      return { status: answer.status, ranFor: /acted=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1] }
    }

    test('runs for the user of a cookie from the own origin, and of a header from any', async () => {
      expect(await act({ ...cookie, origin: app.url })).toEqual({ status: 200, ranFor: userId })
      expect(await act({ ...cookie, 'sec-fetch-site': 'same-origin' })).toEqual({ status: 200, ranFor: userId })
      expect(await act(bearer)).toEqual({ status: 200, ranFor: userId })
    })

    test('has no user by the cookie of a cross-site request, also if Next.js runs the action', async () => {
      for (const headers of [
        {},
        { origin: 'https://evil.example.com' },
        { origin: 'null' },
        { origin: app.url, 'sec-fetch-site': 'cross-site' },
      ])
        expect(await act({ ...cookie, ...headers } as Record<string, string>)).toEqual({
          status: 500,
          ranFor: undefined,
        })
    })

    test('has no user without a cookie', async () => {
      expect(await act({ origin: app.url })).toEqual({ status: 500, ranFor: undefined })
    })
  })

  test('the server prints no token', () => {
    expect(app.log.join('')).not.toContain(token.slice(-40))
  })
})
