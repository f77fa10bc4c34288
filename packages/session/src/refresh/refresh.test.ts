import { describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../test/app.js'
import { acme, ada, adaOfAcme, bob, globex, type Rotation, type ServiceCall } from '../../test/service.js'
import { mostTokens } from '../options/limits.js'

const refreshCalls = ({ service }: TestApp) => service.calls.filter((call) => call.endsWith('/refresh_token')).length
const away = () => Promise.reject(new TypeError('fetch failed'))

/** Asks with cookies that the browser had before. */
const ask = (app: TestApp, cookie: string) => app.sessions.getSession(app.request('/', { headers: { cookie } }))

/** A promise and the way to settle it. */
function createGate() {
  let open = () => {}
  const opened = new Promise<undefined>((resolve) => {
    open = () => resolve(undefined)
  })
  return { open: () => open(), opened }
}

/** Whether the service has been asked; polls, since the request waits in between. */
async function untilCalled(app: TestApp, count: number) {
  while (refreshCalls(app) < count) await new Promise((resolve) => setTimeout(resolve, 1))
}

describe.each(['reuse', 'rotate', 'strict'] as Rotation[])('refresh tokens of the kind %s', (rotation) => {
  test('100 parallel requests and those of the next minute cost one refresh', async () => {
    const app = await createTestApp()
    app.service.rotation = rotation
    await app.logIn()
    app.clock.advance(1_900)
    const old = app.jar.header
    const sessions = await Promise.all(Array.from({ length: 100 }, () => ask(app, old)))
    for (let count = 0; count < 5; count++) {
      app.clock.advance(10)
      sessions.push(await ask(app, old))
    }
    expect(refreshCalls(app)).toBe(1)
    expect(new Set(sessions.map(({ status }) => status))).toEqual(new Set(['active']))
    expect(new Set(sessions.map(({ setCookies }) => setCookies.join())).size).toBe(1)
  })

  test('a day of requests in several tabs, with changes of the org, keeps the session', async () => {
    const app = await createTestApp()
    app.service.rotation = rotation
    await app.logIn()
    for (let hour = 0; hour < 24; hour++) {
      app.clock.advance(3_600)
      const old = app.jar.header
      const orgId = hour % 2 ? acme : globex
      const [changed, ...tabs] = await Promise.all([
        app.post('/api/auth/set-active-org', { orgId }),
        app.handle('/api/auth/session'),
        ask(app, old),
        app.handle('/api/auth/userinfo'),
      ])
      expect(changed.status).toBe(200)
      expect(tabs.map(({ status }) => status)).toEqual([200, 'active', 200])
      expect((await app.getSession()).status).toBe('active')
    }
  })

  test('a refresh token that was replaced serves late requests for a minute, however many come', async () => {
    const app = await createTestApp()
    app.service.rotation = rotation
    await app.logIn()
    app.clock.advance(1_900)
    const old = app.jar.header
    await app.getSession()
    const statuses = []
    for (let count = 0; count < 5; count++) {
      app.clock.advance(15)
      // Each asks the service.
      const response = await app.sessions.handler(
        app.request(`/api/auth/set-active-org?active_org_id=${count % 2 ? acme : globex}`, {
          method: 'POST',
          headers: { cookie: old, origin: 'https://app.example.com' },
        }),
      )
      statuses.push(response?.status)
    }
    // After that minute, it is for the service to decide.
    expect(statuses).toEqual(rotation === 'strict' ? [200, 200, 200, 401, 401] : [200, 200, 200, 200, 200])
  })

  test('a logout is not undone by a refresh that was under way: its tokens are ended, too', async () => {
    const app = await createTestApp()
    app.service.rotation = rotation
    await app.logIn()
    app.clock.advance(1_900)
    const old = app.jar.header
    const gate = createGate()
    const fresh = await app.service.start()
    const body = { refresh_token: fresh.refreshToken, access_token: { access_token: fresh.accessToken } }
    app.service.fault = async ({ path }) => {
      if (!path.endsWith('/refresh_token')) return undefined
      await gate.opened
      return Response.json(body)
    }
    const late = ask(app, old)
    await untilCalled(app, 1)
    await app.post('/api/auth/logout')
    gate.open()
    expect(await late).toMatchObject({ status: 'ended', user: null })
    expect(app.service.isLive(fresh.refreshToken)).toBe(false)
    expect((await ask(app, old)).status).toBe('ended')
  })
})

test('a page that is answered slowly brings back neither an ended session nor a spent token', async () => {
  const app = await createTestApp()
  app.service.rotation = 'strict'
  await app.logIn()
  app.clock.advance(1_900)
  const slow = await app.sessions.getSession(app.request('/'))
  expect((await app.post('/api/auth/set-active-org', { orgId: acme })).status).toBe(200)
  app.jar.store(slow.apply(new Response()))
  expect((await app.getSession()).user?.activeOrgId).toBe(acme)

  app.clock.advance(1_900)
  const slower = await app.sessions.getSession(app.request('/'))
  await app.post('/api/auth/logout')
  // By then, this isolate knows the session no more.
  app.clock.advance(61)
  app.jar.store(slower.apply(new Response()))
  expect(app.jar.names).toEqual([])
})

test('a flood of made-up tokens that cost no call does not make this isolate forget a session', async () => {
  const app = await createTestApp()
  app.service.rotation = 'strict'
  await app.logIn()
  app.clock.advance(1_900)
  const old = app.jar.header
  expect((await ask(app, old)).status).toBe('active')
  const calls = app.service.calls.length
  for (let count = 0; count <= mostTokens; count++) {
    const made = count % 2 ? `${count}%00` : `${count}${'x'.repeat(4_000)}`
    expect((await ask(app, `__pa_rt=${made}`)).status).toBe('ended')
    const headers = { cookie: `__pa_rt=${made}`, origin: 'https://app.example.com' }
    await app.sessions.handler(new Request('https://app.example.com/api/auth/logout', { method: 'POST', headers }))
  }
  expect(app.service.calls.length).toBe(calls)
  expect((await ask(app, old)).status).toBe('active')
})

test('a request waits for a refresh that is under way, also when the last one is no longer kept', async () => {
  const app = await createTestApp()
  app.service.rotation = 'strict'
  await app.logIn()
  app.clock.advance(1_900)
  await app.getSession()
  app.clock.advance(59)
  const gate = createGate()
  app.service.fault = ({ path }) => (path.endsWith('/refresh_token') ? gate.opened : undefined)
  const changed = app.post('/api/auth/set-active-org', { orgId: acme })
  await untilCalled(app, 2)
  app.clock.advance(2)
  // Its access token is more than a minute old.
  const userinfo = app.handle('/api/auth/userinfo')
  await new Promise((resolve) => setTimeout(resolve, 20))
  gate.open()
  expect([(await changed).status, (await userinfo).status]).toEqual([200, 200])
  expect((await app.getSession()).status).toBe('active')
})

test('a refresh comes ahead of expiry, and not before', async () => {
  const app = await createTestApp({ refreshBeforeSeconds: 300 })
  await app.logIn()
  app.clock.advance(1_499)
  expect((await app.getSession()).setCookies).toEqual([])
  app.clock.advance(1)
  expect((await app.getSession()).setCookies.length).toBe(2)
  expect(refreshCalls(app)).toBe(1)
})

describe('while the service is away', () => {
  test('the old token counts as long as it is valid, also for requireSession', async () => {
    const app = await createTestApp()
    await app.logIn()
    app.service.fault = away
    app.clock.advance(1_750)
    expect(await app.getSession()).toMatchObject({
      status: 'unavailable',
      user: { userId: ada.userId },
      setCookies: [],
    })
    expect((await app.sessions.requireSession(app.request('/'))).user.userId).toBe(ada.userId)
    app.clock.advance(70)
    expect(await app.getSession()).toMatchObject({ status: 'unavailable', user: null, setCookies: [] })
  })

  test('an hour of requests every 0.1 seconds costs about one call in 30 seconds', async () => {
    const app = await createTestApp()
    await app.logIn()
    app.clock.advance(1_900)
    app.service.fault = away
    const times: number[] = []
    const start = app.clock.now()
    for (let at = 0; at < 36_000; at++) {
      const before = refreshCalls(app)
      // Most requests need no answer of their own here: one in ten shows when calls are made.
      if (at < 1_000 || at % 10 === 0) await ask(app, app.jar.header)
      if (refreshCalls(app) > before) times.push((app.clock.now() - start) / 1_000)
      app.clock.advance(0.1)
    }
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0))
    expect(pauses[0]).toBeCloseTo(0.6, 1)
    expect(Math.max(...pauses)).toBeLessThanOrEqual(31)
    expect(pauses.length).toBeLessThan(130)
    expect(pauses.length).toBeGreaterThan(100)
    app.service.fault = undefined
    app.clock.advance(30)
    expect((await app.getSession()).status).toBe('active')
  }, 60_000)

  test('calls that fail at the same time are one failure', async () => {
    const app = await createTestApp()
    const cookies = []
    for (let user = 0; user < 20; user++) {
      await app.logIn()
      cookies.push(app.jar.header)
    }
    app.clock.advance(1_900)
    app.service.fault = away
    await Promise.all(cookies.map((cookie) => ask(app, cookie)))
    app.service.fault = undefined
    app.clock.advance(0.7)
    expect((await app.getSession()).status).toBe('active')
  })

  test.each(['%00', 'x%00y', '%0a', '%7f', '%C3%A9', '%F0%9F%98%80'])(
    'by a made-up refresh token (%s) it is not: it is not asked, and refreshes the session of everyone else',
    async (made) => {
      const app = await createTestApp()
      await app.logIn()
      app.clock.advance(1_900)
      app.service.fault = ({ body }) =>
        /^rt-/.test(body.refresh_token ?? 'rt-') ? undefined : new Response('', { status: 500 })
      const calls = app.service.calls.length
      expect((await ask(app, `__Host-pa_rt=x.1.${made}`)).status).toBe('ended')
      expect((await ask(app, `__pa_rt=${made}`)).status).toBe('ended')
      expect(app.service.calls.length).toBe(calls)
      expect((await app.getSession()).status).toBe('active')
    },
  )

  test.each([403, 404, 413, 422])('by a %i for one session it is not: that session alone is paused', async (status) => {
    const app = await createTestApp()
    await app.logIn()
    app.clock.advance(1_900)
    const made = '__Host-pa_rt=x.1.made-up'
    const isMade = (body: ServiceCall['body']) => body.refresh_token === 'made-up'
    app.service.fault = ({ body }) => (isMade(body) ? new Response('', { status }) : undefined)
    expect(await ask(app, made)).toMatchObject({ status: 'unavailable', setCookies: [] })
    expect(app.events.at(-1)).toMatchObject({ type: 'refresh', code: 'unavailable' })
    expect((await app.getSession()).status).toBe('active')
    // Its pauses grow as those of a service that is away.
    const pauses = []
    for (let at = 0; at < 400; at++) {
      const before = refreshCalls(app)
      await ask(app, made)
      if (refreshCalls(app) > before) pauses.push(at / 10)
      app.clock.advance(0.1)
    }
    expect(pauses).toEqual([0.6, 1.8, 4.2, 9, 18.6, 37.8])
  })

  test('a 429 for one session pauses all', async () => {
    const app = await createTestApp()
    await app.logIn()
    app.clock.advance(1_900)
    app.service.fault = ({ body }) => (body.refresh_token === 'made-up' ? new Response('', { status: 429 }) : undefined)
    expect((await ask(app, '__Host-pa_rt=x.1.made-up')).status).toBe('unavailable')
    expect((await app.getSession()).status).toBe('unavailable')
    expect(refreshCalls(app)).toBe(1)
  })

  test('Retry-After of the service is respected up to 30 seconds, and handed on', async () => {
    const app = await createTestApp()
    await app.logIn()
    app.clock.advance(1_900)
    app.service.fault = () => new Response('', { status: 429, headers: { 'retry-after': '20' } })
    expect((await app.handle('/api/auth/session')).headers.get('retry-after')).toBe('20')
    app.clock.advance(19)
    expect((await app.handle('/api/auth/session')).headers.get('retry-after')).toBe('1')
    expect(refreshCalls(app)).toBe(1)
  })

  test('a clock that is set back does not lengthen the pause', async () => {
    const app = await createTestApp()
    await app.logIn()
    app.clock.advance(1_900)
    app.service.fault = away
    await app.getSession()
    app.service.fault = undefined
    app.clock.advance(-60)
    expect((await app.getSession()).status).toBe('active')
  })

  test('a probe that fails ends no session', async () => {
    const app = await createTestApp()
    await app.logIn()
    app.clock.advance(1_900)
    app.service.fault = ({ path }) => new Response('', { status: path.endsWith('metadata') ? 404 : 401 })
    expect(await app.getSession()).toMatchObject({ status: 'unavailable', setCookies: [] })
  })
})

describe('the answer of a refresh', () => {
  const answerWith = (app: TestApp, accessToken: string, refreshToken = 'new') => {
    app.service.fault = ({ path }) =>
      path.endsWith('/refresh_token')
        ? Response.json({ refresh_token: refreshToken, access_token: { access_token: accessToken } })
        : undefined
  }

  test.each([1_750, 1_900])('for another user ends the session (%i seconds after the login)', async (seconds) => {
    const app = await createTestApp()
    await app.logIn()
    app.clock.advance(seconds)
    answerWith(app, await app.service.token({ user: bob, orgs: [] }))
    expect(await app.getSession()).toMatchObject({ status: 'ended', user: null, accessToken: null })
    expect(app.jar.names).toEqual([])
  })

  test('with a token that is not valid here keeps the session, and tells the operator', async () => {
    const app = await createTestApp()
    await app.logIn()
    app.clock.advance(1_900)
    answerWith(app, await app.service.token(adaOfAcme, { claims: { iss: 'https://other.example.com' } }))
    const session = await app.getSession()
    expect(session).toMatchObject({ status: 'unavailable', user: null })
    // The refresh token may be spent: the new one takes its place.
    expect(session.setCookies.join()).toContain('__Host-pa_rt=new.1.new')
    expect(app.events).toContainEqual({ type: 'invalid_token', code: 'issuer_mismatch' })
  })

  test('while the keys are away is kept, and counts once they are there', async () => {
    const app = await createTestApp()
    let isAway = true
    const fetch = async (url: string, init: RequestInit) => (isAway ? away() : app.service.issuer.fetch(url, init))
    const other = await createTestApp({ fetch: app.service.fetch }, { jwks: undefined, fetch }, app.clock)
    await app.logIn()
    const cookie = app.jar.header.replace(/__Host-pa_at=[^;]+; /, '')
    expect(await ask(other, cookie)).toMatchObject({ status: 'unavailable', user: null })
    isAway = false
    app.clock.advance(5)
    expect(await ask(other, cookie)).toMatchObject({ status: 'active', user: { userId: ada.userId } })
    expect(refreshCalls(app)).toBe(1)
  })

  test('of a revoked user ends the session', async () => {
    const revoked = new Set<string>()
    const app = await createTestApp({}, { isRevoked: ({ userId }) => revoked.has(userId) })
    await app.logIn()
    revoked.add(ada.userId ?? '')
    expect((await app.getSession()).status).toBe('ended')
    expect(app.jar.names).toEqual([])
  })

  test('for a user who left the org is one without it', async () => {
    const app = await createTestApp({ defaultOrg: () => globex })
    await app.logIn()
    app.clock.advance(1_900)
    app.service.fault = ({ query }) => (query.has('active_org_id') ? new Response('', { status: 401 }) : undefined)
    const session = await app.getSession()
    expect([session.status, session.user?.activeOrgId]).toEqual(['active', undefined])
    expect(app.jar.names).toEqual(['__Host-pa_at', '__Host-pa_rt'])
  })

  test('is kept for a bounded number of sessions: the oldest one makes room, and is refreshed once more', async () => {
    const app = await createTestApp()
    await app.logIn()
    app.clock.advance(1_900)
    const old = app.jar.header
    await ask(app, old)
    const refuse = ({ path }: ServiceCall) => new Response('{}', { status: path.endsWith('metadata') ? 200 : 401 })
    async function makeUp(count: number) {
      app.service.fault = refuse
      for (let made = 0; made < count; made++) await ask(app, `__Host-pa_rt=x.1.${crypto.randomUUID()}`)
      app.service.fault = undefined
    }
    for (const [others, calls] of [
      [mostTokens - 1, 0],
      [1, 1],
    ] as const) {
      await makeUp(others)
      const before = refreshCalls(app)
      expect((await ask(app, old)).status).toBe('active')
      expect(refreshCalls(app) - before).toBe(calls)
    }
  })
})

test('waitUntil keeps a refresh alive; one that throws counts as none', async () => {
  const app = await createTestApp()
  await app.logIn()
  const kept: Promise<unknown>[] = []
  for (const waitUntil of [
    (work: Promise<unknown>) => void kept.push(work),
    () => {
      throw new Error('no')
    },
  ]) {
    app.clock.advance(1_900)
    const session = await app.sessions.getSession(app.request('/'), { waitUntil })
    expect(session.status).toBe('active')
  }
  expect(kept.length).toBeGreaterThan(0)
})

test('waitUntil keeps the keys alive that a logout has to load', async () => {
  const app = await createTestApp()
  const fetch = (url: string, init: RequestInit) => app.service.issuer.fetch(url, init)
  const other = await createTestApp({ fetch: app.service.fetch }, { jwks: undefined, fetch }, app.clock)
  await app.logIn()
  const kept: Promise<unknown>[] = []
  const request = app.request('/api/auth/logout', { method: 'POST', headers: { origin: 'https://app.example.com' } })
  const response = await other.sessions.handler(request, { waitUntil: (work) => void kept.push(work) })
  expect(response?.status).toBe(200)
  expect(kept.length).toBeGreaterThan(0)
})
