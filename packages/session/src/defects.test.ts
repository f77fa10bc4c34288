// One test for each way in which session libraries for this service are known to fail.
import { createPropelAuth, isAuthError } from '@propelauth-edge/core'
import { describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../test/app.js'
import { cookiesOf } from '../test/cookie-jar.js'
import { acme, ada, adaOfAcme, apiKey, authUrl, bob, globex } from '../test/service.js'
import { createSessions } from './index.js'
import { sign } from './state/state-signature.js'

const stateOf = (response: Response) => new URL(response.headers.get('location') ?? '').searchParams.get('state')
const stateName = (app: TestApp, index = 0) => app.jar.names.filter((name) => name.includes('_state_'))[index] ?? ''
const evil = 'https://evil.example/'

/** Starts a login and ends it: where does the browser arrive? */
async function arrive(app: TestApp, returnTo: string) {
  const start = await app.handle(`/api/auth/login?return_to_path=${encodeURIComponent(returnTo)}`)
  const end = await app.handle(`/api/auth/callback?code=${app.service.codeOf()}&state=${stateOf(start)}`)
  return end.headers.get('location')
}

const refreshCalls = ({ service }: TestApp) => service.calls.filter((call) => call.endsWith('/refresh_token')).length

describe('known defects of session libraries do not occur', () => {
  test.each([
    ['//evil.example/', '/'],
    ['/\\evil.example', '/'],
    ['/.//evil.example', '/'],
    ['\t//evil.example', '/'],
    ['https://evil.example/a', '/'],
    ['https://app.example.com.evil.example/a', '/'],
    ['https://app.example.com@evil.example/a', '/'],
    ['https://user@app.example.com/a', '/'],
    ['blob:https://app.example.com/a', '/'],
    // For a browser, this is a path of the app.
    ['https:evil.example', '/evil.example'],
    ['https://app.example.com/a?b#c', '/a?b#c'],
  ])('1: a return path %j does not lead out of the app', async (path, expected) => {
    expect(await arrive(await createTestApp(), path)).toBe(`https://app.example.com${expected}`)
  })

  test('2: a return path that was planted in the state cookie is not followed', async () => {
    const app = await createTestApp()
    const start = await app.handle('/api/auth/login?return_to_path=/a')
    const name = stateName(app)
    app.jar.set(name, (app.jar.get(name) ?? '').replace(encodeURIComponent('/a'), encodeURIComponent(evil)))
    const end = await app.handle(`/api/auth/callback?code=${app.service.codeOf()}&state=${stateOf(start)}`)
    expect([end.status, end.headers.get('location')]).toEqual([400, null])
    expect(app.jar.names).not.toContain('__Host-pa_rt')
  })

  test('2: a return path is checked again when it is read, although it is signed', async () => {
    const app = await createTestApp()
    const value = `${app.clock.now()}.${crypto.randomUUID()}.${encodeURIComponent(evil)}`
    const state = await sign({ apiKey }, value)
    app.jar.set(`__Host-pa_state_${state.slice(0, 16)}`, value)
    const end = await app.handle(`/api/auth/callback?code=${app.service.codeOf()}&state=${state}`)
    expect([end.status, end.headers.get('location')]).toEqual([302, 'https://app.example.com/'])
  })

  test('3: no value brings an attribute into a cookie, and no value makes a 500', async () => {
    const app = await createTestApp()
    for (const path of ['/x; Domain=example.com', '/x\r\nSet-Cookie: a=b', '/\u{1f600}é', '/x,y="z"', '/%0d%0a;']) {
      const start = await app.handle(`/api/auth/login?return_to_path=${encodeURIComponent(path)}`)
      // The jar throws for any attribute but those of the session.
      expect(start.status).toBe(302)
    }
    await app.logIn()
    const answer = await app.post(`/api/auth/set-active-org?active_org_id=${encodeURIComponent(`${acme}; Domain=a`)}`)
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([400, []])
  })

  test('4: headers from outside never tell who the user is', async () => {
    const app = await createTestApp()
    await app.logIn()
    const token = await app.service.token({ user: bob, orgs: [] })
    const headers = {
      'x-propelauth-access-token': token,
      'x-propelauth-user-id': bob.userId ?? '',
      authorization: `Bearer ${token}`,
    }
    const request = app.request('/', { headers })
    expect((await app.sessions.getSession(request)).user?.userId).toBe(ada.userId)
    expect(app.sessions.tokenFrom(request)).not.toBe(token)
    const stranger = new Request('https://app.example.com/', { headers })
    expect((await app.sessions.getSession(stranger)).status).toBe('anonymous')
    expect(app.sessions.tokenFrom(stranger)).toBeNull()
  })

  test('5: a page of another origin can neither log out nor change the org', async () => {
    const app = await createTestApp({ cookies: { sameSite: 'none' } })
    await app.logIn()
    for (const path of ['logout', `set-active-org?active_org_id=${acme}`]) {
      const headers = { origin: 'https://evil.app.example.com', 'sec-fetch-site': 'same-site' }
      const response = await app.handle(`/api/auth/${path}`, { method: 'POST', headers })
      expect([response.status, response.headers.getSetCookie()]).toEqual([403, []])
    }
    expect((await app.handle('/api/auth/logout')).headers.getSetCookie()).toEqual([])
    expect((await app.getSession()).status).toBe('active')
  })

  test('6: logins in several tabs do not disturb each other; a state counts once, for ten minutes', async () => {
    const app = await createTestApp()
    const states = []
    for (let tab = 0; tab < 2; tab++)
      states.push(stateOf(await app.handle(`/api/auth/login?return_to_path=/tab${tab}`)))
    const finish = (state: string | null) =>
      app.handle(`/api/auth/callback?code=${app.service.codeOf()}&state=${state}`)
    const locations = []
    for (const state of states) locations.push((await finish(state)).headers.get('location'))
    expect(locations).toEqual(['https://app.example.com/tab0', 'https://app.example.com/tab1'])
    expect(app.jar.names.join()).not.toContain('state')

    const late = stateOf(await app.handle('/api/auth/login'))
    const cookie = app.jar.header
    app.clock.advance(600)
    const headers = { cookie }
    const path = `/api/auth/callback?code=${app.service.codeOf()}&state=${late}`
    expect((await app.handle(path, { headers })).status).toBe(400)
  })

  test('6: a browser has at most five logins under way, whatever cookies it sends', async () => {
    const app = await createTestApp()
    const starts = []
    const cookies: string[] = []
    for (let tab = 0; tab < 7; tab++) {
      app.clock.advance(1)
      const start = await app.handle('/api/auth/login')
      starts.push(stateOf(start))
      cookies.push(...cookiesOf(start).flatMap(({ name, value }) => (value ? [`${name}=${value}`] : [])))
      expect(app.jar.names.length).toBeLessThanOrEqual(5)
    }
    // A browser that kept all seven.
    const finish = (state: string | null | undefined) =>
      app.handle(`/api/auth/callback?code=${app.service.codeOf()}&state=${state}`, {
        headers: { cookie: cookies.join('; ') },
      })
    expect((await finish(starts[1])).status).toBe(400)
    expect((await finish(starts[2])).status).toBe(302)
  })

  test('6: logins that another site starts do not fill the header of a request', async () => {
    const app = await createTestApp()
    for (const length of [700, 790, 1_000, 1_400, 100_000])
      for (let tab = 0; tab < 5; tab++) {
        app.clock.advance(1)
        await app.handle(`/api/auth/login?return_to_path=/${'a'.repeat(length)}`)
        expect(app.jar.header.length).toBeLessThan(4_600)
      }
  })

  test('7: a browser without cookies does not go round in circles', async () => {
    const app = await createTestApp()
    const state = stateOf(await app.handle('/api/auth/login'))
    const path = `/api/auth/callback?code=${app.service.codeOf()}&state=${state}`
    const response = await app.sessions.handler(new Request(`https://app.example.com${path}`))
    expect([response?.status, response?.headers.get('location')]).toEqual([400, null])
    expect(await response?.text()).toContain('href="https://app.example.com/api/auth/login"')
    expect(response?.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test.each(['error=access_denied', 'error=server_error&code=x', 'code=', ''])(
    '8: a callback with %j shows a page and exchanges nothing',
    async (query) => {
      const app = await createTestApp()
      const state = stateOf(await app.handle('/api/auth/login?return_to_path=/a'))
      const response = await app.handle(`/api/auth/callback?${query}&state=${state}`)
      expect([response.status, app.service.calls]).toEqual([400, []])
      expect(await response.text()).toContain('/api/auth/login?return_to_path=%2Fa"')
      expect(app.jar.names).toEqual([])
    },
  )

  test('9: an outage on refresh is no error on a public page, and the session is there after it', async () => {
    const app = await createTestApp()
    await app.logIn()
    app.clock.advance(1_900)
    for (const fault of [
      () => new Response('', { status: 429, headers: { 'retry-after': '3' } }),
      () => new Response('<html>', { status: 502 }),
      () => new Response('{}', { status: 200 }),
      () => new Response('', { status: 302, headers: { location: evil } }),
      () => Promise.reject(new TypeError('fetch failed')),
    ]) {
      app.service.fault = fault
      const session = await app.getSession()
      expect(session).toMatchObject({ status: 'unavailable', user: null, setCookies: [] })
      const error = await app.sessions.requireSession(app.request('/')).catch((thrown: unknown) => thrown)
      expect(isAuthError(error) && error.code).toBe('session_unavailable')
      app.clock.advance(30)
    }
    app.service.fault = undefined
    expect((await app.getSession()).status).toBe('active')
  })

  test('9: a service that does not answer in time is one that is away', async () => {
    const app = await createTestApp({ timeoutMs: 200 })
    await app.logIn()
    app.clock.advance(1_900)
    app.service.fault = () => new Promise(() => {})
    expect(await app.getSession()).toMatchObject({ status: 'unavailable', setCookies: [] })
    app.service.fault = undefined
    app.clock.advance(30)
    expect((await app.getSession()).status).toBe('active')
  })

  test.each([400, 401])(
    '9: a page of a proxy with the status %i, in place of the service, ends no session',
    async (status) => {
      const app = await createTestApp()
      await app.logIn()
      app.clock.advance(1_900)
      app.service.fault = ({ path }) =>
        new Response('<h1>Back soon</h1>', { status: path.endsWith('/refresh_token') ? status : 200 })
      expect(await app.getSession()).toMatchObject({ status: 'unavailable', setCookies: [] })
      app.service.fault = undefined
      app.clock.advance(30)
      expect((await app.getSession()).status).toBe('active')
    },
  )

  test('10: parallel requests share one refresh, and late ones its answer', async () => {
    const app = await createTestApp()
    app.service.rotation = 'strict'
    await app.logIn()
    app.clock.advance(1_900)
    const old = app.jar.header
    const ask = () => app.sessions.getSession(app.request('/', { headers: { cookie: old } }))
    const sessions = await Promise.all(Array.from({ length: 20 }, ask))
    app.clock.advance(50)
    sessions.push(await ask())
    expect(refreshCalls(app)).toBe(1)
    expect(new Set(sessions.map(({ status, setCookies }) => status + setCookies.join())).size).toBe(1)
    for (const cookie of sessions[0]?.setCookies ?? []) expect(old).not.toContain(cookie.split(';')[0])
  })

  test('11: rotated cookies are on every answer, errors included, beside the cookies of the app', async () => {
    const app = await createTestApp()
    app.service.rotation = 'strict'
    await app.logIn()
    app.service.fault = ({ path }) => (path.endsWith('userinfo') ? new Response('', { status: 500 }) : undefined)
    const requests: readonly [path: string, init: RequestInit, status: number][] = [
      ['/api/auth/userinfo', {}, 503],
      ['/api/auth/set-active-org', { body: JSON.stringify({ orgId: bob.userId }) }, 401],
      [`/api/auth/set-active-org?active_org_id=${acme}`, {}, 503],
    ]
    for (const [path, init, status] of requests) {
      app.clock.advance(1_900)
      const isPost = path.includes('set-active-org')
      const given = isPost ? { method: 'POST', headers: { origin: 'https://app.example.com' }, ...init } : init
      const response = await app.handle(path, given)
      expect(response.status, path).toBe(status)
      expect(cookiesOf(response).map(({ name }) => name)).toContain('__Host-pa_rt')
      expect((await app.getSession()).status, path).toBe('active')
    }
    app.clock.advance(1_900)
    const session = await app.getSession()
    const page = session.apply(new Response('', { headers: { 'set-cookie': 'theme=dark' } }))
    expect(page.headers.getSetCookie()[0]).toBe('theme=dark')
    expect(page.headers.getSetCookie().length).toBe(1 + session.setCookies.length)
    expect(session.apply(Response.redirect('https://app.example.com/')).headers.getSetCookie()).toEqual(
      session.setCookies,
    )
  })

  test('12: a long access token is stored in chunks; one that fits into no request is not stored', async () => {
    const app = await createTestApp()
    await app.logIn({ ...adaOfAcme, claims: { properties: { metadata: { text: 'x'.repeat(5_000) } } } })
    expect(app.jar.names).toEqual(['__Host-pa_at', '__Host-pa_at_1', '__Host-pa_at_2', '__Host-pa_rt'])
    expect((await app.getSession()).status).toBe('active')
    expect(refreshCalls(app)).toBe(0)
    // A shorter one afterwards leaves no chunk behind.
    await app.logIn()
    expect(app.jar.names).toEqual(['__Host-pa_at', '__Host-pa_rt'])

    await app.logIn({ ...adaOfAcme, claims: { properties: { metadata: { text: 'x'.repeat(15_000) } } } })
    expect(app.jar.names).toEqual(['__Host-pa_rt'])
    expect((await app.getSession()).status).toBe('active')
    expect(app.events).toContainEqual({ type: 'large_token', code: expect.stringMatching(/^\d{5}$/) })
  })

  test('12: chunks of two answers are never joined', async () => {
    const app = await createTestApp()
    const long = (letter: string) => ({ ...adaOfAcme, claims: { properties: { metadata: letter.repeat(5_000) } } })
    await app.logIn(long('a'))
    const first = app.jar.get('__Host-pa_at_1') ?? ''
    await app.logIn(long('b'))
    app.jar.set('__Host-pa_at_1', first)
    expect(app.sessions.tokenFrom(app.request('/'))).toBeNull()
    expect((await app.getSession()).status).toBe('active')
    expect(refreshCalls(app)).toBe(1)
  })

  test('13: every answer is private', async () => {
    const app = await createTestApp()
    await app.logIn()
    for (const path of ['login', 'signup', 'callback', 'userinfo', 'session', 'logout', 'set-active-org']) {
      const { headers } = await app.handle(`/api/auth/${path}`)
      expect([headers.get('cache-control'), headers.get('vary')], path).toEqual(['private, no-store', 'Cookie'])
    }
    const { apply } = await app.getSession()
    const cached = new Response('', { headers: { 'cache-control': 'public, max-age=60', vary: 'Accept' } })
    const page = apply(cached)
    expect([page.headers.get('cache-control'), page.headers.get('vary')]).toEqual([
      'private, no-store',
      'Accept, Cookie',
    ])
  })

  test('14: on loopback with plain http, cookies are not Secure, and only there', async () => {
    const app = await createTestApp({ appUrl: 'http://localhost:3000' })
    const cookies = [...cookiesOf(await app.handle('/api/auth/login')), ...cookiesOf(await app.logIn())]
    expect(cookies.length).toBeGreaterThan(3)
    for (const { name, attributes } of cookies) {
      expect(name).toMatch(/^__pa_/)
      expect(attributes).not.toHaveProperty('secure')
    }
    expect((await app.getSession()).status).toBe('active')
    expect(app.events.filter(({ type }) => type === 'insecure_cookies').length).toBe(1)
    const propelAuth = createPropelAuth({ authUrl })
    for (const appUrl of ['http://app.example.com', 'http://192.168.0.1:3000'])
      expect(() => createSessions(propelAuth, { apiKey: 'key', appUrl })).toThrow(TypeError)
  })

  test('15: a wrong API key signs no user out', async () => {
    const app = await createTestApp()
    await app.logIn()
    app.clock.advance(1_900)
    app.service.fault = () => new Response('', { status: 401 })
    expect(await app.getSession()).toMatchObject({ status: 'unavailable', setCookies: [] })
    expect(app.events).toContainEqual({ type: 'invalid_api_key', code: 'refresh' })
    app.service.fault = undefined
    app.clock.advance(30)
    expect((await app.getSession()).status).toBe('active')
  })

  test('15: a wrong API key at the login is a page with the status 503', async () => {
    const app = await createTestApp()
    app.service.fault = () => new Response('', { status: 401 })
    const response = await app.logIn()
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(app.events).toContainEqual({ type: 'invalid_api_key', code: 'login' })
    // The code is not spent: a reload of the page succeeds once the key is right.
    expect(app.jar.names).toEqual([expect.stringContaining('_state_')])
  })

  test('16: tokens are verified as core verifies them: one look for keys, clock tolerance', async () => {
    const app = await createTestApp()
    let looks = 0
    const fetch = async (url: string) => {
      looks++
      return app.service.issuer.fetch(url, {})
    }
    const propelAuth = createPropelAuth({ authUrl, fetch, now: app.clock.now })
    const options = { apiKey: 'key', appUrl: 'https://app.example.com', refreshBeforeSeconds: 0 }
    const sessions = createSessions(propelAuth, { ...options, fetch: app.service.fetch, now: app.clock.now })
    await app.logIn()
    for (let count = 0; count < 10; count++) expect((await sessions.getSession(app.request('/'))).status).toBe('active')
    expect(looks).toBe(1)
    // Expired for less than the clock tolerance.
    app.clock.advance(1_805)
    const late = app.request('/')
    expect((await sessions.getSession(late, { readOnly: true })).status).toBe('active')
    app.clock.advance(10)
    expect((await sessions.getSession(late, { readOnly: true })).status).toBe('unavailable')
  })

  test('17: one answer has user, token and cookies together, for the active org', async () => {
    const app = await createTestApp({ defaultOrg: () => globex })
    app.service.rotation = 'rotate'
    await app.logIn()
    app.jar.set('__Host-pa_at', 'lost')
    const session = await app.getSession()
    expect(session).toMatchObject({ status: 'active', user: { userId: ada.userId, activeOrgId: globex } })
    expect(session.accessToken).not.toBeNull()
    expect(app.sessions.tokenFrom(app.request('/'))).toBe(session.accessToken)
    app.clock.advance(1_900)
    expect((await app.getSession()).user?.activeOrgId).toBe(globex)
  })
})
