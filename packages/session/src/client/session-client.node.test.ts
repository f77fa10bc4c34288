// The client against the real routes of the session on the emulator, in tabs of one browser.
import { PERSONA_ORGS, PERSONAS } from '@propelauth-edge/emulator'
import { describe, expect, test, vi } from 'vitest'
import { createBrowser, settle } from '../../test/browser.js'
import { createEmulatorApp } from '../../test/emulator-app.js'
import { createSessionClient } from '../client.js'
import type { ClientSession } from './client-session.js'

const { owner, member, multiOrg } = PERSONAS
const { acme, globex } = PERSONA_ORGS

/** The statuses and users that a listener has seen. */
function watch(client: { subscribe(listener: (session: ClientSession) => void): () => void }) {
  const seen: string[] = []
  client.subscribe(({ status, user }) => void seen.push(`${status} ${user?.email ?? '-'}`))
  return seen
}

const away = () => {
  throw new TypeError('Failed to fetch')
}

test('a visitor is anonymous, and all that ask at once share one request', async () => {
  await using app = createEmulatorApp()
  const { client, requests } = createBrowser(app).open()
  const seen = watch(client)
  const answers = await Promise.all(Array.from({ length: 10 }, () => client.get()))
  expect(answers).toEqual(answers.map(() => ({ status: 'anonymous', user: null })))
  expect(seen).toEqual(['anonymous -'])
  await client.get()
  expect(requests).toEqual(['GET session'])
})

test('nothing is asked before the first use', async () => {
  await using app = createEmulatorApp()
  const { requests, timers } = createBrowser(app).open()
  await settle()
  expect([requests, timers()]).toEqual([[], []])
})

test('a login leaves for the hosted page and comes back to the same place', async () => {
  await using app = createEmulatorApp()
  const browser = createBrowser(app)
  const { client, visited } = browser.open()
  client.login()
  expect(visited).toEqual(['/api/auth/login?return_to_path=%2Freports%3Fyear%3D2026%23top'])
  const { url } = await app.logIn(owner, visited[0])
  expect(url).toBe(`${app.appUrl}/reports?year=2026#top`)
  const session = await browser.open().client.get()
  expect(session).toMatchObject({ status: 'active', user: { userId: owner.userId } })
  expect(session).not.toHaveProperty('accessToken')
  // What a session of the server gives as JSON.
  expect(session.user).toEqual(JSON.parse(JSON.stringify((await app.getSession()).user)))
})

test('a sign-up has the parameters of the app, and a page of its choice to come back to', async () => {
  await using app = createEmulatorApp()
  const { client, visited } = createBrowser(app).open({ basePath: '/auth/' })
  client.signup({ returnTo: '/welcome', params: { plan: 'pro', return_to_path: '/other' } })
  expect(visited).toEqual(['/auth/signup?plan=pro&return_to_path=%2Fwelcome'])
})

test('the access token is there where the app exposes it', async () => {
  await using app = createEmulatorApp({ session: { exposeAccessToken: true } })
  await app.logIn(owner)
  const session = await createBrowser(app).open().client.get()
  expect(session).toHaveProperty('accessToken', (await app.getSession()).accessToken)
})

describe.each(['BroadcastChannel', 'localStorage'] as const)('tabs with %s', (between) => {
  test('see the logout of another tab, which costs each one request', async () => {
    await using app = createEmulatorApp()
    await app.logIn(owner)
    const browser = createBrowser(app, between)
    const [one, two, three] = [browser.open(), browser.open(), browser.open()]
    const seen = [one, two, three].map(({ client }) => watch(client))
    await settle()
    const before = [two.requests.length, three.requests.length]
    expect(await one.client.logout()).toBe(`${app.appUrl}/`)
    await settle()
    for (const list of seen) expect(list).toEqual([`active ${owner.email}`, 'anonymous -'])
    expect([two.requests.length, three.requests.length]).toEqual(before.map((count) => count + 1))
  })

  test('see a login, and another user', async () => {
    await using app = createEmulatorApp()
    const browser = createBrowser(app, between)
    const seen = watch(browser.open().client)
    await settle()
    await app.logIn(owner)
    await browser.open().client.get()
    await settle()
    app.jar.store((await app.send('/api/auth/logout', { method: 'POST', headers: { origin: app.appUrl } })) as Response)
    await app.logIn(member)
    await browser.open().client.get()
    await settle()
    expect(seen).toEqual(['anonymous -', `active ${owner.email}`, `active ${member.email}`])
  })

  test('have the same active org', async () => {
    await using app = createEmulatorApp()
    await app.logIn(multiOrg)
    const browser = createBrowser(app, between)
    const [one, two] = [browser.open(), browser.open()]
    const orgs: (string | undefined)[] = []
    two.client.subscribe(({ user }) => void orgs.push(user?.activeOrgId))
    await settle()
    expect(await one.client.setActiveOrg(globex.orgId)).toMatchObject({ user: { activeOrgId: globex.orgId } })
    await settle()
    expect(await one.client.setActiveOrg(acme.orgId)).toMatchObject({ user: { activeOrgId: acme.orgId } })
    await settle()
    expect(orgs).toEqual([undefined, globex.orgId, acme.orgId])
  })

  test('stay quiet when nothing has changed', async () => {
    await using app = createEmulatorApp()
    await app.logIn(owner)
    const browser = createBrowser(app, between)
    const one = browser.open()
    await one.client.get()
    await browser.open().client.get()
    await settle()
    expect(one.requests).toEqual(['GET session'])
  })
})

test('without any channel, a tab sees the logout when it gets the focus', async () => {
  await using app = createEmulatorApp()
  await app.logIn(owner)
  const browser = createBrowser(app, 'nothing')
  const [one, two] = [browser.open(), browser.open()]
  const seen = watch(two.client)
  await settle()
  await one.client.logout()
  await settle()
  expect(seen).toEqual([`active ${owner.email}`])
  two.fire('focus')
  await settle()
  expect(seen).toEqual([`active ${owner.email}`, 'anonymous -'])
})

test('an answer from before the logout of another tab does not count', async () => {
  await using app = createEmulatorApp()
  await app.logIn(owner)
  const browser = createBrowser(app)
  const [one, two] = [browser.open(), browser.open()]
  const seen = watch(two.client)
  await settle()
  // The app has answered, and the answer takes its time.
  let arrive = (_: Response) => {}
  const answered = await app.send('/api/auth/session')
  two.fault = () =>
    new Promise((resolve) => {
      arrive = resolve
    })
  two.fire('focus')
  await settle()
  two.fault = undefined
  await one.client.logout()
  await settle()
  arrive(answered)
  await settle()
  expect(seen.at(-1)).toBe('anonymous -')
  expect((await one.client.get()).status).toBe('anonymous')
})

test('requests go one after the other', async () => {
  await using app = createEmulatorApp()
  await app.logIn(multiOrg)
  const tab = createBrowser(app).open()
  let running = 0
  let most = 0
  tab.fault = async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 5))
    running--
    return undefined as never
  }
  const { client } = tab
  const ended = [
    client.get(),
    client.setActiveOrg(acme.orgId),
    client.get(),
    client.setActiveOrg(globex.orgId),
    client.logout(),
  ]
  tab.fire('focus')
  tab.fire('online')
  await Promise.all(ended)
  await settle()
  expect(most).toBe(1)
  expect(tab.requests.filter((request) => request.startsWith('POST'))).toEqual([
    'POST set-active-org',
    'POST set-active-org',
    'POST logout',
  ])
  expect((await client.get()).status).toBe('anonymous')
})

describe('the active org', () => {
  test('is null for an org that the user is no member of, and the session stays', async () => {
    await using app = createEmulatorApp()
    await app.logIn(owner)
    const { client } = createBrowser(app).open()
    const before = await client.get()
    expect(await client.setActiveOrg(globex.orgId)).toBeNull()
    expect(await client.get()).toEqual(before)
  })

  test('is null without a session', async () => {
    await using app = createEmulatorApp()
    const { client } = createBrowser(app).open()
    expect(await client.setActiveOrg(acme.orgId)).toBeNull()
    expect(await client.get()).toEqual({ status: 'anonymous', user: null })
  })

  test('rejects for what is no id, and while the service is away', async () => {
    await using app = createEmulatorApp()
    await app.logIn(owner)
    const { client } = createBrowser(app).open()
    const before = await client.get()
    await expect(client.setActiveOrg('acme')).rejects.toThrow('set-active-org: 400')
    app.emulator.addFault({ path: '/api/backend/v1/refresh_token', status: 500, times: 10 })
    await expect(client.setActiveOrg(acme.orgId)).rejects.toThrow('set-active-org: 503')
    expect(await client.get()).toEqual(before)
  })
})

describe('a refresh', () => {
  test('comes 30 to 45 seconds before the end of the token, once', async () => {
    await using app = createEmulatorApp()
    await app.logIn(owner)
    const browser = createBrowser(app)
    const tab = browser.open()
    const first = await tab.client.get()
    expect(tab.timers()).toHaveLength(1)
    const [pause = 0] = tab.timers()
    expect(pause).toBeGreaterThanOrEqual(1_800 - 45)
    expect(pause).toBeLessThanOrEqual(1_800 - 30)
    await browser.advance(1_800 - 46)
    expect(tab.requests).toHaveLength(1)
    await browser.advance(16)
    expect(tab.requests).toHaveLength(2)
    const second = await tab.client.get()
    expect(second).toMatchObject({ status: 'active', user: first.user })
    expect(second).not.toEqual(first)
    expect(tab.requests).toHaveLength(2)
    expect(app.countCalls('/api/backend/v1/refresh_token')).toBe(1)
  })

  test('keeps a session for a day, with one request for each token', async () => {
    await using app = createEmulatorApp()
    await app.logIn(owner)
    const browser = createBrowser(app)
    const tab = browser.open()
    const seen = watch(tab.client)
    await settle()
    for (let count = 0; count < 48; count++) await browser.advance(Math.ceil(Math.max(...tab.timers())))
    expect(tab.requests).toHaveLength(49)
    expect(new Set(seen)).toEqual(new Set([`active ${owner.email}`]))
  })

  test('waits in a hidden tab until it is shown', async () => {
    await using app = createEmulatorApp()
    await app.logIn(owner)
    const browser = createBrowser(app)
    const tab = browser.open()
    await tab.client.get()
    tab.hidden = true
    await browser.advance(7_200)
    tab.fire('visibilitychange')
    await settle()
    expect(tab.requests).toHaveLength(1)
    tab.hidden = false
    tab.fire('visibilitychange')
    tab.fire('focus')
    await settle()
    expect(tab.requests).toHaveLength(2)
    expect((await tab.client.get()).status).toBe('active')
  })

  test.each([-3_600, 3_600])(
    'does not depend on the clock of the device, wrong by %i seconds',
    async (clockSeconds) => {
      await using app = createEmulatorApp()
      await app.logIn(owner)
      const tab = createBrowser(app).open({ clockSeconds })
      await tab.client.get()
      await tab.client.get()
      const [pause = 0] = tab.timers()
      expect(pause).toBeGreaterThanOrEqual(1_800 - 46)
      expect(pause).toBeLessThanOrEqual(1_800 - 29)
      expect(tab.requests).toHaveLength(1)
    },
  )

  test('of a token that has expired in a sleeping device comes before get answers', async () => {
    await using app = createEmulatorApp()
    await app.logIn(owner)
    const browser = createBrowser(app)
    const tab = browser.open()
    await tab.client.get()
    app.clock.advance(7_200)
    expect(await tab.client.get()).toMatchObject({ status: 'active', expiresAt: app.clock.now() / 1_000 + 1_800 })
  })

  test('comes when the browser brings a page back from its memory', async () => {
    await using app = createEmulatorApp()
    await app.logIn(owner)
    const browser = createBrowser(app, 'nothing')
    const [one, two] = [browser.open(), browser.open()]
    await one.client.get()
    await two.client.logout()
    one.fire('pageshow', { persisted: false })
    await settle()
    expect((await one.client.get()).status).toBe('active')
    one.fire('pageshow', { persisted: true })
    await settle()
    expect((await one.client.get()).status).toBe('anonymous')
  })
})

describe('while the service is away', () => {
  test('the last session stays, the client asks with pauses, and goes on when the service is back', async () => {
    await using app = createEmulatorApp()
    await app.logIn(owner)
    const browser = createBrowser(app)
    const tab = browser.open()
    const seen = watch(tab.client)
    const before = await tab.client.get()
    app.emulator.addFault({ path: '/api/backend/v1/refresh_token', status: 503, times: 1_000 })
    await browser.advance(1_820)
    expect(await tab.client.get()).toEqual({ ...before, status: 'unavailable' })

    const pauses: number[] = []
    for (let count = 0; count < 9; count++) {
      pauses.push(...tab.timers())
      await browser.advance(Math.ceil(Math.max(...tab.timers())))
    }
    expect(pauses).toHaveLength(9)
    for (const [count, pause] of pauses.entries()) {
      const most = Math.min(60, 2 ** count)
      expect(pause).toBeGreaterThanOrEqual(most / 2)
      expect(pause).toBeLessThanOrEqual(most)
    }
    expect(seen).toEqual([`active ${owner.email}`, `unavailable ${owner.email}`])

    app.emulator.clearFaults()
    await browser.advance(60)
    expect(await tab.client.get()).toMatchObject({ status: 'active', user: before.user })
    expect(seen.at(-1)).toBe(`active ${owner.email}`)
  })

  test.each([
    ['the app cannot be reached', away],
    ['a proxy answers with a page', () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
    ['a proxy answers 401', () => Response.json({ user: null }, { status: 401 })],
    ['the route is of another app', () => Response.json({ ok: true })],
    ['the answer is no object', () => Response.json(null)],
  ])('a session is known to be unknown where %s', async (_title, fault) => {
    await using app = createEmulatorApp()
    await app.logIn(owner)
    const tab = createBrowser(app).open()
    tab.fault = fault
    expect(await tab.client.get()).toEqual({ status: 'unavailable', user: null })
    tab.fault = undefined
    tab.fire('online')
    await settle()
    expect(await tab.client.get()).toMatchObject({ status: 'active' })
  })

  test('a logout that the app does not get rejects, and changes nothing', async () => {
    await using app = createEmulatorApp()
    await app.logIn(owner)
    const tab = createBrowser(app).open()
    const before = await tab.client.get()
    tab.fault = away
    await expect(tab.client.logout()).rejects.toThrow('Failed to fetch')
    tab.fault = () => new Response('<html>', { status: 200 })
    await expect(tab.client.logout()).rejects.toThrow(SyntaxError)
    tab.fault = undefined
    expect(await tab.client.get()).toEqual(before)
  })

  test('a logout at the app alone succeeds', async () => {
    await using app = createEmulatorApp()
    await app.logIn(owner)
    const tab = createBrowser(app).open()
    app.emulator.addFault({ path: '/api/backend/v1/logout', status: 500, times: 10 })
    await tab.client.logout()
    expect((await tab.client.get()).status).toBe('anonymous')
    expect(app.jar.names).toEqual([])
  })
})

describe('fetch', () => {
  /** A tab whose access token has expired, which it does not know. */
  async function openExpired(app: ReturnType<typeof createEmulatorApp>) {
    await app.logIn(owner)
    const tab = createBrowser(app).open()
    app.clock.advance(1_900)
    return tab
  }

  test.each(['GET', 'PUT', 'DELETE'])(
    'answers a 401 to %s by one refresh and one more try, with its body',
    async (method) => {
      await using app = createEmulatorApp()
      const { client, requests } = await openExpired(app)
      const body = method === 'GET' ? '' : 'the body'
      const response = await client.fetch('/api/me', { method, ...(body && { body }) })
      expect([response.status, await response.json()]).toEqual([200, { userId: owner.userId, body }])
      expect(requests).toEqual([`${method} me`, 'GET session', `${method} me`])
    },
  )

  test.each(['POST', 'PATCH'])('never sends %s twice, and refreshes for the next one', async (method) => {
    await using app = createEmulatorApp()
    const { client, requests } = await openExpired(app)
    expect((await client.fetch('/api/me', { method, body: 'once' })).status).toBe(401)
    expect((await client.fetch('/api/me', { method, body: 'again' })).status).toBe(200)
    expect(requests).toEqual([`${method} me`, 'GET session', `${method} me`])
  })

  test('makes one refresh for many requests', async () => {
    await using app = createEmulatorApp()
    const { client, requests } = await openExpired(app)
    const responses = await Promise.all(Array.from({ length: 8 }, () => client.fetch(new URL('/api/me', app.appUrl))))
    expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 200))
    expect(requests.filter((request) => request === 'GET session')).toHaveLength(1)
    expect(requests).toHaveLength(17)
  })

  test('gives the 401 where there is no session, or where it stays', async () => {
    await using app = createEmulatorApp()
    const tab = createBrowser(app).open()
    expect((await tab.client.fetch('/api/me')).status).toBe(401)
    expect(tab.requests).toEqual(['GET me', 'GET session'])
    await app.logIn(owner)
    tab.fault = (request) => (request.url.endsWith('/me') ? new Response('no', { status: 401 }) : undefined)
    tab.requests.length = 0
    expect(await (await tab.client.fetch('/api/me')).text()).toBe('no')
    expect(tab.requests).toEqual(['GET me', 'GET session', 'GET me'])
  })

  test('gives the 401 while the service is away', async () => {
    await using app = createEmulatorApp()
    const tab = await openExpired(app)
    app.emulator.addFault({ path: '/api/backend/v1/refresh_token', status: 500, times: 10 })
    expect((await tab.client.fetch('/api/me')).status).toBe(401)
    expect(tab.requests).toEqual(['GET me', 'GET session'])
  })

  test('leaves other answers and errors alone', async () => {
    await using app = createEmulatorApp()
    const tab = createBrowser(app).open()
    tab.fault = () => new Response('', { status: 503 })
    expect((await tab.client.fetch('/api/me')).status).toBe(503)
    tab.fault = away
    await expect(tab.client.fetch('/api/me')).rejects.toThrow('Failed to fetch')
    expect(tab.requests).toEqual(['GET me', 'GET me'])
  })
})

describe('listeners', () => {
  test('hear the known session at once, and nothing after they have left', async () => {
    await using app = createEmulatorApp()
    await app.logIn(owner)
    const { client } = createBrowser(app).open()
    await client.get()
    const first = vi.fn()
    const second = vi.fn()
    const leave = client.subscribe(first)
    client.subscribe(second)
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1])
    leave()
    await client.logout()
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 2])
  })

  test('that are the same function twice leave one by one', async () => {
    await using app = createEmulatorApp()
    const { client } = createBrowser(app).open()
    const listener = vi.fn()
    const leave = client.subscribe(listener)
    client.subscribe(listener)
    leave()
    await client.get()
    expect(listener).toHaveBeenCalledTimes(1)
  })
})

test('on a server, the session is unavailable and no timer runs', async () => {
  const setTimeout = vi.spyOn(globalThis, 'setTimeout')
  const client = createSessionClient()
  expect(await client.get()).toEqual({ status: 'unavailable', user: null })
  expect(setTimeout).not.toHaveBeenCalled()
  setTimeout.mockRestore()
})

test.each([
  [{ basepath: '/auth' }],
  [{ basePath: 'api/auth' }],
  [{ basePath: '' }],
  [{ basePath: '//evil.example' }],
  [{ basePath: 'https://app.example.com/api/auth' }],
  [{ basePath: '/api/auth?x' }],
  [{ basePath: 7 }],
  [{ basePath: null }],
  [{ basePath: ['/api/auth'] }],
  ['/api/auth'],
  [null],
])('%j are a TypeError', (options) => {
  expect(() => createSessionClient(options as never)).toThrow(TypeError)
})
