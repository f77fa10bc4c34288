import { AuthError, isAuthError, requireOrgMember } from '@propelauth-edge/core'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import { streamSSE } from 'hono/streaming'
import { describe, expect, test, vi } from 'vitest'
import { appUrl, createTestApp } from '../../../packages/session/test/app.js'
import { observe, type Respond, sessionCasesAsData } from '../../../packages/session/test/conformance.js'
import { cookiesOf } from '../../../packages/session/test/cookie-jar.js'
import { expectObserved } from '../../../packages/session/test/expect-observed.js'
import { acme, ada, apiKey, authUrl, bob } from '../../../packages/session/test/service.js'
import { createPropelAuth, getUser } from './index.js'
import { createSessions, type HonoSessions, type SessionOptions } from './session.js'

type App = Awaited<ReturnType<typeof createTestApp>>

const tokens = ['__Host-pa_at', '__Host-pa_rt']
const setBy = (response: Response) =>
  cookiesOf(response).map(({ name, attributes }) => (attributes['max-age'] === '0' ? `-${name}` : name))

/** Sessions of Hono with the service, the clock and the cookies of the app. */
const sessionsOf = ({ propelAuth, options }: App) => createSessions({ for: () => propelAuth }, options)

/** A browser whose access token has expired: every answer must bring the new one. */
async function createDueApp() {
  const app = await createTestApp()
  await app.logIn()
  app.clock.advance(1_900)
  return { app, sessions: sessionsOf(app) }
}

describe('conformance', () => {
  const answer: Respond = async (app, { ask = 'handler' }, request) => {
    const sessions = sessionsOf(app)
    const hono = new Hono().use(sessions.routes())
    if (ask === 'requireSession') hono.use(sessions.requireSession())
    if (ask === 'getSession') hono.use(sessions.session())
    if (ask !== 'handler')
      hono.all('*', (c) => {
        const { session, user } = c.var as unknown as { session: { status: string }; user: { userId: string } | null }
        return c.json({ status: session.status, userId: user?.userId ?? null })
      })
    hono.notFound((c) => c.body(null, 404))
    const response = await hono.fetch(request)
    return response.status === 404 ? undefined : response
  }
  test.each(sessionCasesAsData)('$title', async (given) => expectObserved(await observe(given, answer), given))
})

describe('every answer has the cookies of the session', () => {
  const bare = new TextEncoder().encode('streamed')
  const build = (sessions: HonoSessions<object, string, string>, name: 'session' | 'requireSession') => {
    const hono = new Hono().use(cors({ origin: appUrl, credentials: true }))
    if (name === 'session') hono.use(sessions.session())
    else hono.use(sessions.requireSession())
    hono.get('/page', (c) => c.text('page'))
    hono.get('/throws', () => {
      throw new Error('broken')
    })
    hono.get('/refuses', () => {
      throw new HTTPException(418, {
        res: new Response('no', { status: 418, headers: { 'set-cookie': 'theme=dark' } }),
      })
    })
    hono.get('/redirect', (c) => c.redirect('/page', 303))
    hono.get('/immutable', () => Response.redirect(`${appUrl}/page`, 302))
    hono.get('/not-modified', (c) => c.body(null, 304))
    hono.get('/theme', (c) => {
      c.header('set-cookie', 'theme=dark; Path=/', { append: true })
      c.header('cache-control', 'public, max-age=600')
      return c.text('dark')
    })
    hono.get('/stream', () => {
      const { readable, writable } = new TransformStream()
      const writer = writable.getWriter()
      writer.write(bare).then(() => writer.close())
      return new Response(readable, { headers: { 'content-type': 'text/plain' } })
    })
    hono.get('/events', (c) => streamSSE(c, (out) => out.writeSSE({ data: 'streamed' })))
    return hono
  }

  const answers: [path: string, status: number, body: string | RegExp][] = [
    ['/page', 200, 'page'],
    ['/throws', 500, /./],
    ['/refuses', 418, 'no'],
    ['/redirect', 303, ''],
    ['/immutable', 302, ''],
    ['/not-modified', 304, ''],
    ['/theme', 200, 'dark'],
    ['/stream', 200, 'streamed'],
    ['/events', 200, /data: streamed/],
    ['/not-found', 404, /./],
  ]

  for (const name of ['session', 'requireSession'] as const)
    test.each(answers)(`of ${name}(): %s, %i`, async (path, status, body) => {
      vi.spyOn(console, 'error').mockImplementation(() => {})
      const { app, sessions } = await createDueApp()
      const response = await build(sessions, name).fetch(app.request(path, { headers: { origin: appUrl } }))
      expect(response.status).toBe(status)
      expect(setBy(response)).toEqual(expect.arrayContaining(tokens))
      expect(setBy(response).filter((cookie) => cookie !== 'theme')).toHaveLength(2)
      expect(response.headers.get('cache-control')).toBe('private, no-store')
      expect(response.headers.get('vary')?.split(/, */).sort()).toEqual(['Cookie', 'Origin'])
      expect(response.headers.get('access-control-allow-origin')).toBe(appUrl)
      expect(await response.text()).toMatch(typeof body === 'string' ? new RegExp(`^${body}$`) : body)
      vi.restoreAllMocks()
      if (path === '/theme') expect(setBy(response)).toContain('theme')
    })

  test('also one of app.onError, and of a mounted app', async () => {
    const { app, sessions } = await createDueApp()
    const child = new Hono().get('/', () => {
      throw new Error('broken')
    })
    child.onError((error, c) => c.json({ error: error.message }, 502))
    const hono = new Hono().use(sessions.session()).route('/child', child)
    hono.get('/own', () => {
      throw new Error('broken')
    })
    hono.onError(() => new Response('sorry', { status: 500 }))
    for (const [path, status] of [
      ['/child', 502],
      ['/own', 500],
    ] as const) {
      const response = await hono.fetch(app.request(path))
      expect([response.status, setBy(response)]).toEqual([status, tokens])
    }
  })

  test('decided when the answer is sent: a logout in the meantime is not undone', async () => {
    const { app, sessions } = await createDueApp()
    const hono = new Hono().use(sessions.routes()).use(sessions.session())
    hono.get('/slow', async (c) => {
      const logout = app.request('/api/auth/logout', { method: 'POST', headers: { origin: appUrl } })
      app.jar.store(await hono.fetch(logout))
      return c.text('late')
    })
    app.jar.store(await hono.fetch(app.request('/slow')))
    expect(app.jar.names).toEqual([])
  })
})

describe('requireSession', () => {
  test('leads a navigation to the login and back, with cors() before it', async () => {
    const app = await createTestApp()
    const hono = new Hono().use(cors({ origin: appUrl })).use(sessionsOf(app).requireSession())
    const request = app.request('/reports?year=2026', { headers: { 'sec-fetch-mode': 'navigate' } })
    const response = await hono.fetch(request)
    expect([response.status, response.headers.get('location')]).toEqual([
      302,
      `${appUrl}/api/auth/login?return_to_path=%2Freports%3Fyear%3D2026`,
    ])
    expect(response.headers.get('vary')?.split(/, */).sort()).toEqual(['Cookie', 'Origin'])
  })

  test.each([
    ['as it is', (error: HTTPException) => error.getResponse()],
    ['in its own way', () => new Response('please log in', { status: 401 })],
  ])('refuses as an HTTPException; an error handler may answer %s, with the cookies', async (_title, answer) => {
    const { app, sessions } = await createDueApp()
    app.service.end(decodeURIComponent(app.jar.get('__Host-pa_rt')?.split('.').slice(2).join('.') ?? ''))
    const hono = new Hono().use(sessions.requireSession()).get('/', (c) => c.text('in'))
    let caught: unknown
    hono.onError((error) => {
      caught = error
      return answer(error as HTTPException)
    })
    const response = await hono.fetch(app.request('/'))
    expect(response.status).toBe(401)
    expect(setBy(response)).toEqual(tokens.map((name) => `-${name}`))
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect(caught).toBeInstanceOf(HTTPException)
    expect((caught as HTTPException).cause).toMatchObject({ name: 'AuthError', code: 'token_expired' })
    // The response can be asked for more than once, as loggers do.
    expect(await (caught as HTTPException).getResponse().json()).toMatchObject({ code: 'token_expired' })
    expect(JSON.stringify(caught) + JSON.stringify((caught as HTTPException).cause)).not.toMatch(/eyJ|rt-/)
  })

  test('behind session() has every cookie once, whatever happens', async () => {
    const { app, sessions } = await createDueApp()
    const hono = new Hono().use(sessions.session()).use(sessions.requireSession())
    hono.get('/', (c) => c.text('in'))
    const admitted = await hono.fetch(app.request('/'))
    expect([admitted.status, setBy(admitted)]).toEqual([200, tokens])
    const crossSite = await hono.fetch(
      app.request('/', { method: 'POST', headers: { origin: 'https://evil.example' } }),
    )
    expect([crossSite.status, setBy(crossSite)]).toEqual([403, tokens])
  })

  test('passes other errors through', async () => {
    const app = await createTestApp()
    const sessions = createSessions({ for: () => ({}) as never }, () => ({ apiKey, appUrl }))
    const hono = new Hono().use(sessions.requireSession())
    const onError = vi.fn(() => new Response('', { status: 500 }))
    hono.onError(onError)
    expect((await hono.fetch(app.request('/'))).status).toBe(500)
    expect(onError).toHaveBeenCalledWith(expect.any(TypeError), expect.anything())
  })
})

describe('routes', () => {
  test('answer before and behind session(): a login and a logout are not undone', async () => {
    for (const isFirst of [true, false]) {
      const app = await createTestApp()
      const sessions = sessionsOf(app)
      const order = [sessions.routes(), sessions.session()]
      const hono = new Hono()
      // A header that other middleware sets, and a cookie.
      hono.use(cors({ origin: appUrl }))
      hono.use(async (c, next) => {
        c.header('cache-control', 'public, max-age=600')
        c.header('set-cookie', 'theme=dark; Path=/; HttpOnly; SameSite=Lax; Max-Age=60', { append: true })
        await next()
      })
      for (const middleware of isFirst ? order : order.toReversed()) hono.use(middleware)
      hono.get('/', (c) => c.text(c.get('user' as never) ? 'in' : 'out'))
      const visit = async (path: string, init?: RequestInit) => {
        const response = await hono.fetch(app.request(path, init))
        app.jar.store(response)
        return response
      }
      const logIn = async () => {
        const start = await visit('/api/auth/login?return_to_path=%2Freports')
        const state = new URL(start.headers.get('location') ?? '').searchParams.get('state')
        return visit(`/api/auth/callback?code=${app.service.codeOf()}&state=${state}`)
      }
      const first = await logIn()
      expect([first.status, first.headers.get('location')]).toEqual([302, `${appUrl}/reports`])
      expect(first.headers.get('cache-control')).toBe('private, no-store')
      expect(first.headers.get('vary')?.split(/, */).sort()).toEqual(['Cookie', 'Origin'])
      expect(await (await visit('/')).text()).toBe('in')
      app.service.end(decodeURIComponent(app.jar.get('__Host-pa_rt')?.split('.').slice(2).join('.') ?? ''))
      app.clock.advance(1_900)
      await logIn()
      expect(await (await visit('/')).text()).toBe('in')
      app.clock.advance(1_900)
      await visit('/api/auth/logout', { method: 'POST', headers: { origin: appUrl } })
      expect(app.jar.names).toEqual(['theme'])
      expect(await (await visit('/')).text()).toBe('out')
    }
  })

  test('let every other request pass, and its answer alone', async () => {
    const app = await createTestApp()
    const hono = new Hono().use(sessionsOf(app).routes()).get('/api/auth', (c) => c.text('mine'))
    const response = await hono.fetch(app.request('/api/auth'))
    expect([await response.text(), response.headers.get('cache-control')]).toEqual(['mine', null])
  })

  test('refuse a POST of another origin', async () => {
    const app = await createTestApp()
    const hono = new Hono().use(sessionsOf(app).routes())
    const response = await hono.fetch(app.request('/api/auth/logout', { method: 'POST' }))
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([403, 'cross_site_request'])
  })
})

describe('guards with tokenFrom', () => {
  async function createGuarded(middleware: 'session' | 'routes') {
    const app = await createTestApp()
    const { issuer } = app.service
    const propelAuth = createPropelAuth(() => ({ authUrl, jwks: issuer.jwks, now: app.clock.now }))
    const sessions = createSessions(propelAuth, () => app.options)
    const { tokenFrom } = sessions
    const hono = new Hono().use(sessions[middleware]())
    hono.on(['GET', 'POST'], '/me', propelAuth.requireUser({ tokenFrom }), (c) => c.text(c.var.user.userId))
    hono.get('/orgs/:orgId', propelAuth.requireOrgMember({ tokenFrom, minimumRole: 'Admin' }), (c) =>
      c.text(`${c.var.org.orgName} ${getUser(c).userId === propelAuth.getUser(c).userId}`),
    )
    const ask = (path: string, init?: RequestInit) => hono.fetch(app.request(path, init))
    return { app, ask }
  }

  test('take the session, with its rule for other origins', async () => {
    const { app, ask } = await createGuarded('routes')
    expect((await ask('/me')).status).toBe(401)
    await app.logIn({ user: ada, orgs: [{ orgId: acme, orgName: 'Acme', role: 'Admin' }] })
    expect(await (await ask('/me')).text()).toBe(ada.userId)
    expect(await (await ask(`/orgs/${acme}`)).text()).toBe('Acme true')
    expect((await ask(`/orgs/${crypto.randomUUID()}`)).status).toBe(403)
    expect((await ask('/me', { method: 'POST' })).status).toBe(403)
    expect((await ask('/me', { method: 'POST', headers: { origin: appUrl } })).status).toBe(200)
    app.clock.advance(1_900)
    expect((await ask('/me')).status).toBe(401)
  })

  test('behind session() take the refreshed one', async () => {
    const { app, ask } = await createGuarded('session')
    await app.logIn()
    app.clock.advance(1_900)
    const response = await ask('/me')
    expect([response.status, await response.text(), setBy(response)]).toEqual([200, ada.userId, tokens])
  })

  test('without middleware of the sessions need no environment, or say what is missing', async () => {
    const app = await createTestApp()
    await app.logIn()
    const core = { authUrl, jwks: app.service.issuer.jwks, now: app.clock.now }
    const propelAuth = createPropelAuth(core)
    const ask = async (options: SessionOptions | (() => SessionOptions)) => {
      const { tokenFrom } = createSessions(propelAuth, options)
      const hono = new Hono().get('/', propelAuth.requireUser({ tokenFrom }), (c) => c.text(c.var.user.userId))
      hono.onError((error) => new Response(error.message, { status: 500 }))
      return (await hono.fetch(app.request('/'))).text()
    }
    expect(await ask(app.options)).toBe(ada.userId)
    expect(await ask(() => app.options)).toMatch(/mount sessions.routes\(\) before/)
  })

  test('of another user leave nothing behind a session', async () => {
    const app = await createTestApp()
    await app.logIn({ user: ada, orgs: [] })
    const { issuer } = app.service
    const propelAuth = createPropelAuth({ authUrl, jwks: issuer.jwks, now: app.clock.now })
    const headers = await issuer.headers({ user: bob, orgs: [{ orgId: acme, orgName: 'Acme' }] })
    const hono = new Hono().get(
      '/:orgId',
      propelAuth.requireOrgMember(),
      createSessions(propelAuth, app.options).requireSession(),
      (c) => c.json({ user: c.var.user.userId, org: c.var.org ?? null, principal: c.var.principal ?? null }),
    )
    const response = await hono.fetch(app.request(`/${acme}`, { headers }))
    expect(await response.json()).toEqual({ user: ada.userId, org: null, principal: null })
  })

  test('an AuthError of a handler is answered with the cookies', async () => {
    const { app, sessions } = await createDueApp()
    const hono = new Hono().get('/', sessions.requireSession(), (c) =>
      c.json(requireOrgMember(c.var.user, crypto.randomUUID())),
    )
    hono.onError((error) => {
      if (!isAuthError(error)) throw error
      return (error as AuthError).toResponse()
    })
    const response = await hono.fetch(app.request('/'))
    expect([response.status, setBy(response)]).toEqual([403, tokens])
  })
})

describe('the environment', () => {
  interface Env {
    readonly AUTH_URL: string
    readonly API_KEY: string
    readonly APP_URL: string
  }
  const env: Env = { AUTH_URL: authUrl, API_KEY: apiKey, APP_URL: appUrl }

  async function createByEnv() {
    const app = await createTestApp()
    await app.logIn()
    const { service, clock, options } = app
    const read = vi.fn(
      (bindings: Env): SessionOptions => ({
        apiKey: bindings.API_KEY,
        appUrl: bindings.APP_URL,
        fetch: options.fetch,
        cookies: { sameSite: 'lax' },
      }),
    )
    const { jwks } = service.issuer
    const now = clock.now
    const propelAuth = createPropelAuth((bindings: Env) => ({ authUrl: bindings.AUTH_URL, jwks, now }))
    const sessions = createSessions(propelAuth, read)
    return { app, read, sessions }
  }

  test('is read when a request brings it, once for an environment that stays', async () => {
    const { app, read, sessions } = await createByEnv()
    const hono = new Hono<{ Bindings: Env }>().use(sessions.session()).get('/', (c) => c.text(c.var.session.status))
    expect(read).not.toHaveBeenCalled()
    for (let count = 0; count < 3; count++)
      expect(await (await hono.fetch(app.request('/'), env)).text()).toBe('active')
    expect(read).toHaveBeenCalledTimes(1)
    expect(read).toHaveBeenCalledWith(env)
  })

  test('of every request may be a new object, as on Node: equal options share their sessions', async () => {
    const { app, sessions } = await createByEnv()
    expect(sessions.for({ ...env })).toBe(sessions.for({ ...env }))
    const hono = new Hono<{ Bindings: Env }>().use(sessions.session()).get('/', (c) => c.text(c.var.session.status))
    app.clock.advance(1_900)
    app.service.rotation = 'strict'
    app.service.calls.length = 0
    const requests = Array.from({ length: 5 }, () => hono.fetch(app.request('/'), { ...env }))
    for (const response of await Promise.all(requests)) expect(await response.text()).toBe('active')
    expect(app.service.calls).toHaveLength(1)
  })

  test('with other options has sessions of its own', async () => {
    const { sessions } = await createByEnv()
    const other = { ...env, APP_URL: 'https://other.example.com' }
    expect(sessions.for(env).loginUrl()).toBe(`${appUrl}/api/auth/login`)
    expect(sessions.for(other).loginUrl()).toBe('https://other.example.com/api/auth/login')
    expect(sessions.for(env)).toBe(sessions.for(env))
  })

  test('functions that differ keep sessions apart', async () => {
    const app = await createTestApp()
    const sessions = createSessions({ for: () => app.propelAuth }, () => ({ ...app.options, afterLogin: () => '/' }))
    expect(sessions.for({ a: 1 })).not.toBe(sessions.for({ a: 1 }))
  })

  test('reaches the service: waitUntil of the execution context, where there is one', async () => {
    const { app, sessions } = await createDueApp()
    const hono = new Hono().use(sessions.session()).get('/', (c) => c.text('page'))
    const waitUntil = vi.fn()
    await hono.fetch(app.request('/'), {}, { waitUntil, passThroughOnException() {}, props: {} })
    expect(waitUntil).toHaveBeenCalled()
  })
})

test.each([
  [{ apiKey: undefined }, /apiKey/],
  [{ appUrl: 'app.example.com' }, /appUrl/],
  [{ apikey: 'key' }, /unknown member "apikey"/],
])('wrong options are a TypeError at once: %j', (wrong, message) => {
  const propelAuth = createPropelAuth((env: { readonly AUTH_URL: string }) => ({ authUrl: env.AUTH_URL }))
  const onEvent = vi.fn()
  const create = (options: object) =>
    createSessions(propelAuth, { apiKey, appUrl, onEvent, ...options } as SessionOptions)
  expect(() => create(wrong)).toThrow(TypeError)
  expect(() => create(wrong)).toThrow(message)
  expect(() => create({ appUrl: 'http://localhost:8787' })).not.toThrow()
  expect(onEvent).not.toHaveBeenCalled()
})

test('the names of the subpath', async () => {
  expect(Object.keys(await import('./session.js'))).toEqual(['createSessions'])
  const app = await createTestApp()
  expect(Object.keys(sessionsOf(app)).sort()).toEqual(['for', 'requireSession', 'routes', 'session', 'tokenFrom'])
  expect(AuthError).toBeDefined()
})
