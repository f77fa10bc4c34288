import { createPropelAuth } from '@propelauth-edge/core'
import { expect, test } from 'vitest'
import { createTestApp } from '../../test/app.js'
import { ada, authUrl } from '../../test/service.js'

const own = 'https://app.example.com'

test('a guard takes the session as it takes a bearer token', async () => {
  const app = await createTestApp()
  await app.logIn()
  const propelAuth = createPropelAuth({ authUrl, jwks: app.service.issuer.jwks, now: app.clock.now })
  const { tokenFrom } = app.sessions
  const handler = propelAuth.withUser((_request, { user }) => Response.json(user.userId), { tokenFrom })
  expect(await (await handler(app.request('/'))).json()).toBe(ada.userId)
  expect((await handler(new Request(own))).status).toBe(401)
  app.clock.advance(1_900)
  // It is not refreshed.
  expect((await handler(app.request('/'))).status).toBe(401)
})

test('a guard takes the refreshed session of a request for which getSession was asked', async () => {
  const app = await createTestApp()
  await app.logIn()
  const propelAuth = createPropelAuth({ authUrl, jwks: app.service.issuer.jwks, now: app.clock.now })
  const { tokenFrom } = app.sessions
  app.clock.advance(1_900)
  for (const method of ['GET', 'POST']) {
    const request = app.request('/', { method })
    await app.sessions.getSession(request)
    const result = await propelAuth.authenticateRequest(request, { tokenFrom })
    // The rule for requests of other sites holds as before.
    expect(result.ok ? result.user.userId : result.code).toBe(method === 'GET' ? ada.userId : 'cross_site_request')
  }
  const ended = app.request('/')
  app.service.end(decodeURIComponent(app.jar.get('__Host-pa_rt')?.split('.').slice(2).join('.') ?? ''))
  app.clock.advance(1_900)
  expect((await app.sessions.getSession(ended)).status).toBe('ended')
  expect((await propelAuth.authenticateRequest(ended, { tokenFrom })).ok).toBe(false)
})

test.each([
  ['an access token that has expired, without a refresh token', 1_900, undefined],
  ['a revoked access token, without a refresh token', 0, 'token_revoked'],
])('a guard and getSession agree about a session with %s', async (_, seconds, revoked) => {
  const app = await createTestApp({}, revoked ? { isRevoked: () => true } : {})
  const { accessToken } = await app.service.start()
  app.clock.advance(seconds)
  const request = app.request('/', { headers: { cookie: `__Host-pa_at=x.1.${accessToken}` } })
  expect((await app.sessions.getSession(request)).status).toBe('ended')
  const { tokenFrom } = app.sessions
  const result = await app.propelAuth.authenticateRequest(request, { tokenFrom })
  expect(result.ok || result.code).toBe('missing_token')
})

test.each([
  ['GET', {}, 200],
  ['POST', {}, 403],
  ['POST', { origin: own }, 200],
  ['POST', { origin: 'https://evil.example' }, 403],
  ['POST', { origin: 'https://evil.app.example.com', 'sec-fetch-site': 'same-site' }, 403],
  ['POST', { origin: 'null', 'sec-fetch-site': 'same-origin' }, 200],
  ['POST', { 'sec-fetch-site': 'same-origin' }, 200],
  ['POST', { origin: own, 'sec-fetch-site': 'cross-site' }, 403],
  ['GET', { upgrade: 'websocket', origin: 'https://evil.example' }, 403],
  ['GET', { upgrade: 'websocket', origin: own }, 200],
])(
  '%s with %j is %i: the origin of the app is that of appUrl, whatever the address of the server',
  async (method, headers, status) => {
    const app = await createTestApp()
    await app.logIn()
    const propelAuth = createPropelAuth({ authUrl, jwks: app.service.issuer.jwks, now: app.clock.now })
    const handler = propelAuth.withUser(() => new Response(), { tokenFrom: app.sessions.tokenFrom })
    const cookie = app.jar.header
    // Behind a proxy, the address of the request is another one.
    const request = new Request('http://10.0.0.7:3000/', { method, headers: { ...headers, cookie } })
    expect((await handler(request)).status).toBe(status)
  },
)
