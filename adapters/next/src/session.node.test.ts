// Pages and actions are tested with real builds: tools/e2e/next-session.e2e.test.ts.
import { createPropelAuth as createCorePropelAuth } from '@propelauth-edge/core'
import { PERSONAS } from '@propelauth-edge/emulator'
import { NextRequest } from 'next/server.js'
import { NextRequest as NextRequest15 } from 'next-15/server.js'
import { describe, expect, test } from 'vitest'
import { appUrl, openSessionBrowser, passedOn } from '../test/session-browser.js'
import { isAuthError } from './index.js'
import { createSessions, type SessionOptions } from './session.js'

const { owner } = PERSONAS
const user = { userId: owner.userId }

describe.each([
  ['Next.js 16', NextRequest],
  ['Next.js 15', NextRequest15 as unknown as typeof NextRequest],
])('%s', (_title, Request) => {
  const open = (options?: Partial<SessionOptions>) => openSessionBrowser(options, Request)

  describe('GET and POST', () => {
    test('log in, tell who is logged in, and log out', async () => {
      await using app = open()
      const back = await app.logIn()
      expect([back.status, back.headers.get('location')]).toEqual([302, `${appUrl}/`])
      expect(app.jar.names).toEqual(['__Host-pa_at', '__Host-pa_rt'])
      expect(await (await app.send('/api/auth/session')).json()).toMatchObject({ user: { email: owner.email } })
      const logout = await app.send('/api/auth/logout', { method: 'POST', headers: { origin: appUrl } })
      expect([logout.status, app.jar.names]).toEqual([200, []])
    })

    test('ask the service past every cache of Next.js, whatever the segment says', async () => {
      await using app = open()
      await app.logIn()
      app.advance(1_800)
      await app.send('/api/auth/userinfo')
      expect(app.asked.map(({ path }) => path)).toEqual(
        expect.arrayContaining([
          '/propelauth/ssr/token',
          '/api/backend/v1/refresh_token',
          '/propelauth/oauth/userinfo',
        ]),
      )
      for (const { path, init } of app.asked)
        expect(init, path).toMatchObject({ cache: 'no-store', next: { revalidate: 0, internal: true } })
    })

    test('ask past them with a `fetch` of the app, too, and with one that is undefined', async () => {
      const asked: unknown[] = []
      const fetch = async (_url: string, init: RequestInit) => {
        asked.push(init)
        return new Response('', { status: 500 })
      }
      for (const own of [{ fetch }, Object.freeze({ fetch }), { fetch: undefined }]) {
        await using app = open(own)
        await app.logIn()
        asked.push(...app.asked.map(({ init }) => init))
      }
      expect(asked.length).toBeGreaterThanOrEqual(3)
      for (const init of asked) expect(init).toMatchObject({ next: { revalidate: 0, internal: true } })
    })

    test('are 404 for other paths, 405 for other methods and 403 for requests of other sites', async () => {
      await using app = open()
      await app.logIn()
      expect((await app.send('/api/auth/other')).status).toBe(404)
      expect((await app.send('/api/auth/login', { method: 'POST', headers: { origin: appUrl } })).status).toBe(405)
      for (const origin of ['http://localhost:3000', 'https://evil.example'])
        expect((await app.send('/api/auth/logout', { method: 'POST', headers: { origin } })).status).toBe(403)
      expect(app.jar.names).toEqual(['__Host-pa_at', '__Host-pa_rt'])
    })
  })

  describe('proxy', () => {
    test('lets a request without a session go on as it is, and cacheable', async () => {
      await using app = open()
      const request = app.request('/page?a=1', { headers: { accept: 'text/html', cookie: 'theme=dark' } })
      const response = await app.sessions.proxy(request)
      expect(Object.fromEntries(passedOn(response))).toEqual({
        accept: 'text/html',
        cookie: 'theme=dark',
        'x-propelauth-current-path': '/page?a=1',
        'x-propelauth-current-url': `${appUrl}/page?a=1`,
      })
      for (const name of ['set-cookie', 'cache-control', 'vary']) expect(response.headers.get(name)).toBeNull()
    })

    test('does not refresh a fresh session', async () => {
      await using app = open()
      await app.logIn()
      const before = app.jar.header
      const response = await app.sessions.proxy(app.request('/'))
      expect(passedOn(response).get('cookie')).toBe(before)
      expect(response.headers.getSetCookie()).toEqual([])
      expect(app.countRefreshes()).toBe(0)
    })

    test('refreshes a session once, for the browser and for the same request', async () => {
      await using app = open()
      await app.logIn()
      app.jar.set('theme', 'dark')
      app.advance(1_800)
      const old = app.jar.get('__Host-pa_at')
      const response = await app.sessions.proxy(app.request('/'))
      app.jar.store(response)
      expect(app.jar.get('__Host-pa_at')).not.toBe(old)
      expect(response.headers.get('cache-control')).toBe('private, no-store')
      expect(response.headers.get('vary')).toBe('Cookie')
      const headers = passedOn(response)
      const sort = (header: string | null) => header?.split('; ').sort()
      expect(sort(headers.get('cookie'))).toEqual(sort(app.jar.header))
      expect(await app.sessions.getSession({ headers })).toMatchObject({
        status: 'active',
        user,
        setCookies: [],
      })
      expect(app.countRefreshes()).toBe(1)
    })

    test('deletes a session that has ended, for the browser and for the same request', async () => {
      await using app = open()
      await app.logIn()
      app.advance(1_800)
      app.emulator.reset({ empty: true })
      const response = await app.sessions.proxy(app.request('/'))
      expect(passedOn(response).get('cookie') ?? '').toBe('')
      app.jar.store(response)
      expect(app.jar.names).toEqual([])
    })

    test('lets requests go on and keeps cookies while the service is away', async () => {
      await using app = open()
      await app.logIn()
      app.advance(1_800)
      app.emulator.addFault({ group: 'server-session', fault: 'away' })
      const before = app.jar.header
      const response = await app.sessions.proxy(app.request('/'))
      expect(passedOn(response).get('cookie')).toBe(before)
      expect(response.headers.getSetCookie()).toEqual([])
    })

    test('drops headers of the library that come from outside', async () => {
      await using app = open()
      const names = ['access-token', 'user-id', 'current-path', 'current-url', 'CURRENT-PATH'].map(
        (name) => [`X-PropelAuth-${name}`, 'https://evil.example'] as [string, string],
      )
      for (const path of ['/', '/api/auth/session']) {
        const headers = passedOn(await app.sessions.proxy(app.request(path, { headers: names })))
        expect([...headers].filter(([name]) => name.startsWith('x-propelauth-'))).toEqual([
          ['x-propelauth-current-path', path],
          ['x-propelauth-current-url', appUrl + path],
        ])
      }
    })

    test('leaves the routes of the session alone: a refresh would undo a logout', async () => {
      await using app = open()
      await app.logIn()
      app.advance(1_800)
      for (const path of ['/api/auth/logout', '/api/auth/userinfo', '/api/auth/login/']) {
        const response = await app.sessions.proxy(app.request(path, { method: 'POST' }))
        expect(passedOn(response).get('cookie')).toBe(app.jar.header)
      }
      expect(app.countRefreshes()).toBe(0)
      app.jar.store(await app.sessions.proxy(app.request('/api/authors')))
      expect(app.countRefreshes()).toBe(1)
    })

    test('does not refresh again after getSession for the same request', async () => {
      await using app = open()
      await app.logIn()
      app.advance(1_800)
      const request = app.request('/admin')
      const session = await app.sessions.getSession(request)
      const response = await app.sessions.proxy(request)
      expect(response.headers.getSetCookie()).toEqual(session.setCookies)
      expect(app.countRefreshes()).toBe(1)
    })

    test('keeps its refresh alive by the event of Next.js', async () => {
      await using app = open()
      await app.logIn()
      app.advance(1_800)
      const works: Promise<unknown>[] = []
      await app.sessions.proxy(app.request('/'), { waitUntil: (work) => void works.push(work) })
      expect(works.length).toBeGreaterThan(0)
    })

    test.each([
      ['whole', false],
      ['in chunks', true],
    ])('takes over cookies of the official library, %s', async (_form, inChunks) => {
      await using app = open({ cookies: { prefix: '__pa' } })
      await app.logIn()
      const token = app.jar.get('__pa_at') ?? ''
      const tokens = inChunks ? `__pa_at_0=${token.slice(0, 400)}; __pa_at_1=${token.slice(400)}` : `__pa_at=${token}`
      const request = app.request('/', { headers: { cookie: `${tokens}; __pa_rt=${app.jar.get('__pa_rt')}` } })
      const withOwnNames = createSessions(app.propelAuth, { apiKey: app.emulator.apiKey, appUrl })
      const both = [
        [app.sessions, /^__pa_at=[^;]+; __pa_rt=[^;]+$/],
        [withOwnNames, /^__Host-pa_at=[^;]+; __Host-pa_rt=[^;]+$/],
      ] as const
      for (const [sessions] of both)
        expect(await sessions.getSession(request)).toMatchObject({ status: 'active', user })
      app.advance(1_800)
      for (const [sessions, cookies] of both)
        expect(passedOn(await sessions.proxy(request)).get('cookie')).toMatch(cookies)
      expect(app.countRefreshes()).toBe(2)
    })
  })

  describe('getSession and requireSession with a request', () => {
    test('refresh the session, whose answer has the cookies', async () => {
      await using app = open()
      await app.logIn()
      app.advance(1_800)
      const session = await app.sessions.requireSession(app.request('/api/report'))
      expect(session.user.userId).toBe(owner.userId)
      const response = session.apply(Response.json({}))
      expect(response.headers.getSetCookie()).toEqual(session.setCookies)
      expect(session.setCookies).toHaveLength(2)
    })

    test('refuse visitors: a page leads to the login, a script gets 401', async () => {
      await using app = open()
      const refuse = async (headers: Record<string, string>, method = 'GET') => {
        const request = app.request('/report?year=2026', { method, headers })
        const error = await app.sessions.requireSession(request).catch((thrown: unknown) => thrown)
        if (!isAuthError(error)) throw error
        const { status, headers: found } = error.toResponse()
        return [status, found.get('location')]
      }
      const login = `${appUrl}/api/auth/login?return_to_path=%2Freport%3Fyear%3D2026`
      expect(await refuse({ 'sec-fetch-mode': 'navigate' })).toEqual([302, login])
      expect(await refuse({ 'sec-fetch-mode': 'cors' })).toEqual([401, null])
      await app.logIn()
      expect(await refuse({ origin: 'https://evil.example' }, 'POST')).toEqual([403, null])
    })
  })

  test('a guard takes the session', async () => {
    await using app = open()
    const { tokenFrom } = app.sessions
    const GET = app.propelAuth.withUser((_request, { user }) => Response.json(user.userId), { tokenFrom })
    const ask = async () => GET(app.request('/api/me'), { params: Promise.resolve({}) })
    expect((await ask()).status).toBe(401)
    await app.logIn()
    expect(await (await ask()).json()).toBe(owner.userId)
  })
})

describe('options', () => {
  const propelAuth = createCorePropelAuth({ authUrl: 'https://auth.example.com' })
  const request = () => new NextRequest('http://localhost:3000/api/auth/session')

  test('are read by the first request, after its headers, and once', async () => {
    let reads = 0
    const sessions = createSessions(propelAuth, () => {
      reads++
      return { apiKey: 'key', appUrl }
    })
    expect(reads).toBe(0)
    const building = Object.defineProperty(request(), 'headers', {
      get() {
        throw new Error('not at build time')
      },
    })
    const { GET, POST, getSession, requireSession } = sessions
    for (const run of [GET, POST, getSession, requireSession])
      await expect(run(building)).rejects.toThrow('not at build time')
    expect(reads).toBe(0)
    for (const run of [GET, getSession, sessions.proxy]) await run(request())
    expect(reads).toBe(1)
  })

  test.each([
    ['without an API key', { appUrl }, /apiKey must be/],
    ['without the URL of the app', { apiKey: 'key' }, /appUrl must be/],
    ['with a misspelt name', { apiKey: 'key', appUrl, cookie: {} }, /cookie/],
    ['with an inherited member', Object.assign(Object.create({ cookies: {} }), { apiKey: 'key', appUrl }), /inherited/],
    [
      'with a hidden member',
      Object.defineProperty({ apiKey: 'key', appUrl }, 'cookies', { value: {} }),
      /unknown member "cookies"/,
    ],
    ['that are null', null, /null/],
    ['that are a promise', Promise.resolve({ apiKey: 'key', appUrl }), /plain object/],
    ['with a `fetch` that is no function', { apiKey: 'key', appUrl, fetch: {} }, /fetch must be/],
    ['with routes at the root', { apiKey: 'key', appUrl, basePath: '/' }, /basePath must not be "\/"/],
  ])('%s are a TypeError of every request', async (_title, options, message) => {
    const sessions = createSessions(propelAuth, options as unknown as SessionOptions)
    for (let time = 0; time < 2; time++)
      for (const run of [sessions.GET, sessions.proxy, sessions.getSession])
        await expect(run(request())).rejects.toThrow(
          expect.objectContaining({ name: 'TypeError', message: expect.stringMatching(message) }),
        )
    expect(() => sessions.loginUrl()).toThrow(TypeError)
  })
})
