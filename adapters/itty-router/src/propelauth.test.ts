import { createTestIssuer } from '@propelauth-edge/core/testing'
import { conformanceCases, createStepUp } from 'test-kit/conformance'
import { expectConformance } from 'test-kit/expect-conformance'
import { describe, expect, test } from 'vitest'
import { mountConformanceApp } from '../test/conformance-app.js'
import { majors } from '../test/majors.js'
import {
  createPropelAuth,
  errorResponse,
  fromCookie,
  isAuthError,
  kvJwksCache,
  type OptionalUserRequest,
  type OrgRequest,
  requireOrgMember,
  type User,
  type UserRequest,
} from './index.js'

const issuer = await createTestIssuer()
const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks })
const cases = await conformanceCases(issuer)
const userId = '3c2f4d0e-8a55-4c8f-9d6b-0c4c2f0f7a11'
const headers = await issuer.headers({ user: { userId }, orgs: [{ orgId: 'acme', role: 'Admin' }] })

const toRequest = (path: string, init: RequestInit = {}) => new Request(`https://api.example.com${path}`, init)
const answerOf = async (response: Response) => ({ status: response.status, body: await response.json() })
const whoami = ({ user }: OptionalUserRequest) => ({ userId: user ? user.userId : null })

describe.each(majors)('%s', (_title, { AutoRouter, Router, cors, error, json, withParams }) => {
  const routers = {
    AutoRouter: () => AutoRouter(),
    Router: () => Router({ finally: [json] }),
    'Router with parameters on the request': () => Router({ before: [withParams], finally: [json] }),
  }

  describe.each(Object.entries(routers))('conformance in %s', (_name, createRouter) => {
    const { authUrl, fetch } = issuer
    const app = mountConformanceApp(createRouter(), createPropelAuth({ authUrl, fetch, stepUp: createStepUp() }))

    test.each(cases)('$title', async (conformance) => {
      const { path, method = 'GET', headers: sent } = conformance
      await expectConformance(await app.fetch(toRequest(path, { method, headers: sent })), conformance)
    })
  })

  describe('cors', () => {
    const { preflight, corsify } = cors({ origin: 'https://app.example.com' })
    const options = { before: [preflight], finally: [corsify] }
    const catchAuthErrors = (failure: unknown) => (isAuthError(failure) ? errorResponse(failure) : error(failure))

    test('corsify keeps the status and the challenge of a refusal', async () => {
      const router = AutoRouter(options).get('/', propelAuth.requireUser(), whoami)
      const response = await router.fetch(toRequest('/'))
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="propelauth"')
      expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example.com')
      expect(await response.json()).toMatchObject({ code: 'missing_token' })
    })

    test('corsify keeps the status of an AuthError thrown in a handler', async () => {
      const handler = ({ user }: UserRequest) => requireOrgMember(user, 'globex')
      const router = AutoRouter({ ...options, catch: catchAuthErrors }).get('/', propelAuth.requireUser(), handler)
      const response = await router.fetch(toRequest('/', { headers }))
      expect(response.status).toBe(403)
      expect(response.headers.get('www-authenticate')).toContain('insufficient_scope')
    })

    test('a preflight is answered where cors stands before the guard, and never reaches a handler behind it', async () => {
      let ran = 0
      const guarded = [propelAuth.requireUser(), () => ++ran] as const
      const asked = { origin: 'https://app.example.com', 'access-control-request-method': 'GET' }
      const request = () => toRequest('/', { method: 'OPTIONS', headers: asked })
      expect(
        (
          await AutoRouter(options)
            .all('/', ...guarded)
            .fetch(request())
        ).status,
      ).toBe(204)
      expect(
        (
          await AutoRouter()
            .all('/', ...guarded)
            .fetch(request())
        ).status,
      ).toBe(401)
      expect(ran).toBe(0)
    })
  })

  test('a guard for a whole path covers every method, and HEAD and OPTIONS open nothing', async () => {
    let ran = 0
    const router = AutoRouter()
      .all('/api/*', propelAuth.requireUser())
      .all('/api/me', () => ++ran)
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'])
      for (const path of ['/api/me', '/api/me/', '/api/me?user=1', '/api/me#x'])
        expect((await router.fetch(toRequest(path, { method }))).status).toBe(401)
    expect(ran).toBe(0)
    const spellings = { '//api/me': 404, '/api//me': 401, '/%61pi/me': 404, '/API/me': 404, '/x/../api/me': 401 }
    for (const [path, status] of Object.entries(spellings))
      expect((await router.fetch(toRequest(path))).status, path).toBe(status)
    expect(ran).toBe(0)
    expect((await router.fetch(toRequest('/api/me', { headers }))).status).toBe(200)
    expect(ran).toBe(1)
  })

  test('a guard may stand before all routes', async () => {
    const router = AutoRouter({ before: [propelAuth.requireUser()] }).get('/me', whoami)
    expect(await answerOf(await router.fetch(toRequest('/me')))).toMatchObject({ status: 401 })
    expect(await answerOf(await router.fetch(toRequest('/me', { headers })))).toEqual({ status: 200, body: { userId } })
  })

  test('a user can be returned as it is, and has its methods', async () => {
    const router = AutoRouter().get('/me', propelAuth.requireUser(), ({ user }: UserRequest) => user)
    expect(await answerOf(await router.fetch(toRequest('/me', { headers })))).toMatchObject({ body: { userId } })
    const methods = AutoRouter().get('/me', propelAuth.requireUser(), ({ user }: UserRequest) =>
      user.isRole('acme', 'Admin'),
    )
    expect(await answerOf(await methods.fetch(toRequest('/me', { headers })))).toEqual({ status: 200, body: true })
  })

  describe('a path cannot name the user', () => {
    const optional = propelAuth.optionalUser()
    const read = ({ user, principal, params }: OptionalUserRequest) => ({ user, principal, param: params.user })
    const anonymous = { status: 200, body: { user: null, principal: null, param: 'admin' } }
    const orders = {
      'in AutoRouter': () => AutoRouter().get('/:user/:principal', optional, read),
      'in AutoRouter, for a whole path': () => AutoRouter().all('*', optional).get('/:user/:principal', read),
      'with withParams before it': () =>
        Router({ finally: [json] }).get('/:user/:principal', withParams, optional, read),
      'with withParams behind it': () =>
        Router({ finally: [json] }).get('/:user/:principal', optional, withParams, read),
      'without withParams': () => Router({ finally: [json] }).get('/:user/:principal', optional, read),
      'behind two guards': () => AutoRouter().all('*', optional).get('/:user/:principal', optional, read),
    }

    test.each(Object.entries(orders))('%s', async (_order, createRouter) => {
      expect(await answerOf(await createRouter().fetch(toRequest('/admin/owner')))).toEqual(anonymous)
      const admitted = await createRouter().fetch(toRequest('/admin/owner', { headers }))
      expect(await answerOf(admitted)).toMatchObject({ body: { user: { userId }, principal: { kind: 'user' } } })
    })

    test('and the rest of the request stays as itty gives it', async () => {
      const handler = async (request: OptionalUserRequest) => [request.name, request.method, await request.text()]
      const router = Router({ finally: [json] }).all('/:name', withParams, optional, handler)
      const response = await router.fetch(toRequest('/ann', { method: 'POST', body: 'text' }))
      expect(await response.json()).toEqual(['ann', 'POST', 'text'])
    })
  })

  describe('several guards', () => {
    test('a later guard admits the user whom an earlier one left open', async () => {
      const router = AutoRouter().all('*', propelAuth.optionalUser()).get('/me', propelAuth.requireUser(), whoami)
      expect(await answerOf(await router.fetch(toRequest('/me')))).toMatchObject({ status: 401 })
      expect(await answerOf(await router.fetch(toRequest('/me', { headers })))).toEqual({
        status: 200,
        body: { userId },
      })
    })

    test('no second guard is skipped', async () => {
      const impersonated = await issuer.headers({ user: { impersonatorUserId: 'employee' } })
      const strict = propelAuth.requireUser({ denyImpersonation: true })
      for (const guards of [
        [propelAuth.requireUser(), strict],
        [strict, propelAuth.requireUser()],
        [propelAuth.optionalUser(), strict],
      ]) {
        const response = await AutoRouter()
          .get('/', ...guards, whoami)
          .fetch(toRequest('/', { headers: impersonated }))
        expect(await answerOf(response)).toMatchObject({ status: 403, body: { code: 'impersonation_denied' } })
      }
    })

    test.each([
      ['somebody else', issuer.token({ user: { userId: 'bob' } }), 'bob'],
      ['another member of the org', issuer.token({ user: { userId: 'bob' }, orgs: [{ orgId: 'acme' }] }), 'bob'],
      ['no user', Promise.resolve('x'), null],
    ])('whom a later one admits by another token has no org of an earlier one: %s', async (_who, token, id) => {
      const byCookie = propelAuth.optionalUser({ tokenFrom: fromCookie('session') })
      const seen = ({ user, org }: OptionalUserRequest & Partial<OrgRequest>) => [user?.userId ?? null, org ?? null]
      const router = AutoRouter()
        .get('/:orgId/:org', propelAuth.requireOrgMember(), byCookie, seen)
        .get('/:orgId', propelAuth.requireOrgMember(), byCookie, seen)
      const cookie = `session=${await token}`
      for (const path of ['/acme', '/acme/globex'])
        expect(await answerOf(await router.fetch(toRequest(path, { headers: { ...headers, cookie } })))).toEqual({
          status: 200,
          body: [id, null],
        })
    })

    test('the same token keeps its org, remembered or not', async () => {
      const uncached = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks, tokenCache: false })
      for (const guards of [propelAuth, uncached]) {
        const answer = ({ org }: OrgRequest) => org.orgId
        const router = AutoRouter().get('/:orgId', guards.requireOrgMember(), guards.requireUser(), answer)
        expect(await answerOf(await router.fetch(toRequest('/acme', { headers })))).toEqual({
          status: 200,
          body: 'acme',
        })
      }
    })

    test('what a handler or a client puts on the request counts for nothing', async () => {
      const forge = (request: { user?: unknown }) => {
        request.user = { userId: 'forged' }
      }
      const router = AutoRouter().get('/', forge, propelAuth.requireUser(), whoami)
      const outside = { 'x-propelauth-user-id': userId, 'x-propelauth-access-token': headers.authorization.slice(7) }
      expect((await router.fetch(toRequest('/', { headers: outside }))).status).toBe(401)
      const optional = AutoRouter().get('/', forge, propelAuth.optionalUser(), whoami)
      expect(await answerOf(await optional.fetch(toRequest('/')))).toEqual({ status: 200, body: { userId: null } })
    })
  })

  describe('the org', () => {
    const answer = ({ org, user }: OrgRequest) => ({ org: org.orgId, user: user.userId })
    const admitted = { status: 200, body: { org: 'acme', user: userId } }
    const stranger = { status: 403, body: { code: 'not_org_member' } }

    test('is that of the route parameter orgId', async () => {
      const router = AutoRouter().get('/orgs/:orgId', propelAuth.requireOrgMember(), answer)
      expect(await answerOf(await router.fetch(toRequest('/orgs/acme', { headers })))).toEqual(admitted)
      expect(await answerOf(await router.fetch(toRequest('/orgs/globex', { headers })))).toMatchObject(stranger)
      expect(await answerOf(await router.fetch(toRequest('/orgs/acme')))).toMatchObject({ status: 401 })
    })

    test('is what the option finds, also later', async () => {
      const byQuery = propelAuth.requireOrgMember({
        orgId: async ({ query }) => query.org as string,
        exactRole: 'Admin',
      })
      const router = AutoRouter().get('/orgs', byQuery, answer)
      expect(await answerOf(await router.fetch(toRequest('/orgs?org=acme', { headers })))).toEqual(admitted)
      for (const query of ['', '?org=', '?org=globex', '?org=acme&org=acme', '?orgId=acme'])
        expect(await answerOf(await router.fetch(toRequest(`/orgs${query}`, { headers })))).toMatchObject(stranger)
    })

    test('is a TypeError that names the parameter where the route has none, never the active org', async () => {
      const active = await issuer.headers({ activeOrg: { orgId: 'acme' } })
      for (const router of [
        AutoRouter().get('/orgs', propelAuth.requireOrgMember(), answer),
        AutoRouter({ before: [propelAuth.requireOrgMember()] }).get('/orgs', answer),
      ])
        expect(await answerOf(await router.fetch(toRequest('/orgs', { headers: active })))).toMatchObject({
          status: 500,
          body: { error: expect.stringContaining('has no parameter ":orgId"') },
        })
    })
  })

  describe('the environment', () => {
    const createApp = () => {
      const fromEnv = createPropelAuth((env: { AUTH_URL: string }) => ({ authUrl: env.AUTH_URL, jwks: issuer.jwks }))
      return AutoRouter().get('/', fromEnv.requireUser(), whoami)
    }

    test('decides on the options', async () => {
      const app = createApp()
      const request = () => toRequest('/', { headers })
      expect((await app.fetch(request(), { AUTH_URL: issuer.authUrl })).status).toBe(200)
      const foreign = await app.fetch(request(), { AUTH_URL: 'https://auth.other.example.com' })
      expect(await answerOf(foreign)).toMatchObject({ status: 401, body: { code: 'issuer_mismatch' } })
    })

    test('wrong options are an error of the server, not of the token', async () => {
      for (const args of [[], [{}], [null], ['text']])
        expect((await createApp().fetch(toRequest('/', { headers }), ...args)).status).toBe(500)
    })

    test('may be missing, or something else, where the options do not need it', async () => {
      const { authUrl, jwks } = issuer
      const app = AutoRouter().get('/', createPropelAuth(() => ({ authUrl, jwks })).requireUser(), whoami)
      for (const args of [[], [undefined], [null], ['text'], [{}]])
        expect((await app.fetch(toRequest('/', { headers }), ...args)).status).toBe(200)
    })

    test('work on keys goes to the context, wherever it stands among the arguments', async () => {
      const stored: string[] = []
      const kv = { get: async () => null, put: async (key: string) => void stored.push(key) }
      for (const before of [[{}], [], [{}, 'more', null]]) {
        const pending: Promise<unknown>[] = []
        const context = { waitUntil: (promise: Promise<unknown>) => void pending.push(promise) }
        const { authUrl, fetch } = issuer
        const withKv = createPropelAuth(() => ({ authUrl, fetch, jwksCache: kvJwksCache(kv) }))
        const app = AutoRouter().get('/', withKv.requireUser(), whoami)
        expect((await app.fetch(toRequest('/', { headers }), ...before, context)).status).toBe(200)
        expect(pending.length).toBeGreaterThan(0)
        await Promise.all(pending)
      }
      expect(stored).toHaveLength(3)
    })
  })
})

test('a misspelt option or requirement is a TypeError when the guard is made', () => {
  const misspelt = { denyImpersonatoin: true } as object
  expect(() => propelAuth.requireUser(misspelt)).toThrow(TypeError)
  expect(() => propelAuth.optionalUser(misspelt)).toThrow(TypeError)
  expect(() => propelAuth.requireOrgMember(misspelt)).toThrow(TypeError)
  expect(() => propelAuth.requireOrgMember({ minimumRole: undefined as unknown as string })).toThrow(TypeError)
  expect(() => propelAuth.requireOrgMember({ orgId: 'acme' as unknown as () => string })).toThrow(TypeError)
})

test('the core instance is at hand', async () => {
  const user: User = await propelAuth.for().validateRequest(toRequest('/', { headers }))
  expect(user.userId).toBe(userId)
})
