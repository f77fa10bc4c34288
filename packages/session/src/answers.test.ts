import { describe, expect, test } from 'vitest'
import { createTestApp } from '../test/app.js'
import { acme, ada, adaOfAcme, apiKey, bob, globex } from '../test/service.js'

describe('GET session', () => {
  test('has the user in camelCase and the expiry, and the access token only where the options say so', async () => {
    for (const exposeAccessToken of [false, true]) {
      const app = await createTestApp({ exposeAccessToken })
      await app.logIn()
      const body = await (await app.handle('/api/auth/session')).json()
      const names = ['user', 'expiresAt', ...(exposeAccessToken ? ['accessToken'] : [])]
      expect(Object.keys(body)).toEqual(names)
      expect(body.user.orgIdToOrgMemberInfo[acme]).toMatchObject({ orgName: 'Acme', userAssignedRole: 'Admin' })
      expect(body.expiresAt).toBe(app.clock.now() / 1_000 + 1_800)
    }
  })
})

describe('userinfo', () => {
  test('has the fields that the official client reads, in one order, and no others', async () => {
    const app = await createTestApp({ defaultOrg: () => globex })
    await app.logIn()
    const text = async () => (await app.handle('/api/auth/userinfo')).text()
    const first = await text()
    expect(Object.keys(JSON.parse(first))).toEqual(['userinfo', 'accessToken', 'activeOrgId'])
    expect(Object.keys(JSON.parse(first).userinfo)).toEqual([
      'user_id',
      'email',
      'org_id_to_org_info',
      'last_active_at',
    ])
    app.clock.advance(30)
    expect(await text()).toBe(first)
  })

  test('names the employee who acts as the user', async () => {
    const app = await createTestApp()
    await app.logIn({ user: { ...ada, impersonatorUserId: 'employee' }, orgs: [] })
    expect(await (await app.handle('/api/auth/userinfo')).json()).toMatchObject({ impersonatorUserId: 'employee' })
  })

  test('of another user is no answer', async () => {
    const app = await createTestApp()
    await app.logIn()
    app.service.fault = ({ path }) => (path.endsWith('userinfo') ? Response.json({ user_id: bob.userId }) : undefined)
    expect((await app.handle('/api/auth/userinfo')).status).toBe(503)
  })

  test('whose token the profile route refuses is refreshed once, and signed out if that is refused', async () => {
    const app = await createTestApp()
    await app.logIn()
    app.service.fault = ({ path }) => (path.endsWith('userinfo') ? new Response('', { status: 401 }) : undefined)
    app.service.calls.length = 0
    const answer = await app.handle('/api/auth/userinfo')
    expect(answer.status).toBe(503)
    expect(app.service.calls.map((call) => call.split('/').at(-1))).toEqual(['userinfo', 'refresh_token', 'userinfo'])
    app.service.fault = ({ path }) => (path.endsWith('metadata') ? undefined : new Response('', { status: 401 }))
    expect((await app.handle('/api/auth/userinfo')).status).toBe(401)
    expect(app.jar.names).toEqual([])
  })

  test('that does not answer in time is away', async () => {
    const app = await createTestApp({ timeoutMs: 200 })
    await app.logIn()
    app.service.fault = ({ path }) => (path.endsWith('userinfo') ? new Promise(() => {}) : undefined)
    expect((await app.handle('/api/auth/userinfo')).status).toBe(503)
  })
})

describe('set-active-org', () => {
  test('answers the official client as userinfo does, all others as session does', async () => {
    const app = await createTestApp()
    await app.logIn()
    const official = await (await app.post(`/api/auth/set-active-org?active_org_id=${acme}`)).json()
    expect(official).toMatchObject({ userinfo: { user_id: ada.userId }, activeOrgId: acme })
    for (const name of ['orgId', 'org_id', 'active_org_id']) {
      const orgId = name === 'org_id' ? acme : globex
      const own = await (await app.post('/api/auth/set-active-org', { [name]: orgId.toUpperCase() })).json()
      expect(Object.keys(own)).toEqual(['user', 'expiresAt'])
      expect(own.user.activeOrgId).toBe(orgId)
    }
  })

  test('gives no access token where userinfo is switched off', async () => {
    const app = await createTestApp({ userinfo: false })
    await app.logIn()
    const answer = await app.post(`/api/auth/set-active-org?active_org_id=${acme}`)
    expect(Object.keys(await answer.json())).toEqual(['user', 'expiresAt'])
  })

  test('for an org of others keeps the one from before', async () => {
    const app = await createTestApp({ defaultOrg: () => globex })
    app.service.rotation = 'strict'
    await app.logIn()
    expect((await app.post('/api/auth/set-active-org', { orgId: bob.userId })).status).toBe(401)
    expect((await app.getSession()).user?.activeOrgId).toBe(globex)
    app.clock.advance(1_900)
    expect((await app.getSession()).user?.activeOrgId).toBe(globex)
  })

  test('can be asked for by the app, with the headers of a form and the rule for other origins', async () => {
    const app = await createTestApp()
    await app.logIn()
    const ask = (origin: string) => {
      const form = app.request('/org', {
        method: 'POST',
        headers: { origin },
        body: new URLSearchParams({ orgId: acme }),
      })
      const body = JSON.stringify({ orgId: acme })
      const url = new URL('/api/auth/set-active-org', form.url)
      return app.sessions.handler(new Request(url, { method: 'POST', headers: form.headers, body }))
    }
    expect((await ask('https://evil.example'))?.status).toBe(403)
    const answer = await ask('https://app.example.com')
    expect(answer?.headers.getSetCookie().join()).toContain(`__Host-pa_org_id=${acme};`)
  })

  test.each(['', 'x', '{', '[]', 'null', '"x"', '{"orgId":7}', '{"orgId":null}', `{"orgId":"${'x'.repeat(9_999)}"}`])(
    'with the body %j is 400',
    async (body) => {
      const app = await createTestApp()
      await app.logIn()
      const headers = { origin: 'https://app.example.com' }
      const answer = await app.handle('/api/auth/set-active-org', { method: 'POST', headers, body })
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([400, []])
    },
  )
})

test('a body without an end is not read to it', async () => {
  const app = await createTestApp()
  await app.logIn()
  let chunks = 0
  let isCancelled = false
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      chunks++
      controller.enqueue(new TextEncoder().encode(' '.repeat(500)))
    },
    cancel() {
      isCancelled = true
    },
  })
  const headers = { origin: 'https://app.example.com' }
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body, duplex: 'half' }
  expect((await app.handle('/api/auth/set-active-org', init)).status).toBe(400)
  expect(chunks).toBeLessThan(20)
  expect(isCancelled).toBe(true)
})

test('functions of the options that throw do not undo the login', async () => {
  const fail = () => {
    throw new Error('no')
  }
  const app = await createTestApp({ afterLogin: fail, afterLogout: fail, defaultOrg: fail })
  const answer = await app.logIn()
  expect([answer.status, answer.headers.get('location')]).toEqual([302, 'https://app.example.com/'])
  expect((await app.getSession()).status).toBe('active')
  expect((await app.post('/api/auth/logout')).status).toBe(200)
  expect(app.events.filter(({ type }) => type === 'option_failed').map(({ code }) => code)).toEqual([
    'defaultOrg',
    'afterLogin',
    'afterLogout',
  ])
})

test('functions of the options get the user', async () => {
  const app = await createTestApp({
    afterLogin: async ({ email }) => `/home/${email}`,
    afterLogout: (user) => `/bye/${user?.email}`,
  })
  expect((await app.logIn()).headers.get('location')).toBe('https://app.example.com/home/ada@example.com')
  expect((await (await app.post('/api/auth/logout')).json()).redirectTo).toBe(
    'https://app.example.com/bye/ada@example.com',
  )
})

test('a new login takes the org of the last session, if the user is still a member', async () => {
  const app = await createTestApp({ defaultOrg: () => acme })
  await app.logIn()
  await app.post('/api/auth/set-active-org', { orgId: globex })
  await app.logIn()
  expect((await app.getSession()).user?.activeOrgId).toBe(globex)
  await app.logIn({ user: bob, orgs: adaOfAcme.orgs.slice(0, 1) })
  expect(await app.getSession()).toMatchObject({ user: { userId: bob.userId, activeOrgId: acme } })
  await app.logIn({ user: bob, orgs: [] })
  expect((await app.getSession()).user?.activeOrgId).toBeUndefined()
  expect(app.jar.names).not.toContain('__Host-pa_org_id')
})

test('a default org is asked for only where the user is a member', async () => {
  const app = await createTestApp({ defaultOrg: () => acme })
  await app.logIn({ user: bob, orgs: adaOfAcme.orgs.slice(1) })
  expect(app.service.calls).toEqual(['POST /propelauth/ssr/token'])
  expect((await app.getSession()).user?.activeOrgId).toBeUndefined()
})

test('an outage after the exchange costs only the org', async () => {
  const app = await createTestApp({ defaultOrg: () => acme })
  app.service.fault = ({ path }) => (path.endsWith('refresh_token') ? new Response('', { status: 500 }) : undefined)
  expect((await app.logIn()).status).toBe(302)
  expect(await app.getSession()).toMatchObject({ status: 'active', user: { userId: ada.userId } })
})

test.each([
  ['an error of the service', () => new Response('', { status: 500 }), 503],
  ['a network error', () => Promise.reject(new TypeError('fetch failed')), 503],
  ['no answer in time', () => new Promise<undefined>(() => {}), 503],
  ['an answer without tokens', () => Response.json({}), 503],
  ['tokens of another type', () => Response.json({ access_token: 7, refresh_token: {} }), 503],
  ['a spent code', () => new Response('', { status: 400 }), 400],
  ['another refusal', () => new Response('', { status: 403 }), 503],
])('a callback with %s is a page', async (_, fault, status) => {
  const app = await createTestApp({ timeoutMs: 50 })
  app.service.fault = fault
  const answer = await app.logIn()
  expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8'])
  expect(app.jar.names.filter((name) => !name.includes('_state_'))).toEqual([])
})

test('a callback with a token that is not valid here is no login', async () => {
  const app = await createTestApp()
  const accessToken = await app.service.token(adaOfAcme, { claims: { iss: 'https://other.example.com' } })
  app.service.fault = () => Response.json({ access_token: accessToken, refresh_token: 'x' })
  expect((await app.logIn()).status).toBe(503)
  expect(app.jar.names).toEqual([])
  expect(app.events).toContainEqual({ type: 'invalid_token', code: 'issuer_mismatch' })
})

test('no event and no session shows a refresh token, a code or the API key', async () => {
  const app = await createTestApp({ defaultOrg: () => acme })
  const secrets = new Set([apiKey])
  app.service.fault = ({ body }) => {
    for (const secret of [body.code, body.refresh_token]) if (secret) secrets.add(secret)
    return undefined
  }
  await app.logIn()
  const session = await app.getSession()
  expect(Object.keys(session)).toEqual(['status', 'user', 'accessToken', 'expiresAt', 'setCookies', 'apply'])
  app.clock.advance(1_900)
  await app.getSession()
  // As a library below `fetch` would quote the headers of a request.
  app.service.fault = ({ headers }) => Promise.reject(new TypeError(`failed: ${headers.get('authorization')}`))
  app.clock.advance(1_900)
  await app.getSession()
  await app.post('/api/auth/logout')
  const textOf = (cause: unknown) => `${cause} ${JSON.stringify(cause)} ${(cause as Error | undefined)?.cause}`
  const said = app.events.map(({ type, code, cause }) => `${type} ${code} ${textOf(cause)}`).join()
  expect(said).toMatch(/refresh unavailable .*failed: Bearer \[API key\]/)
  expect(secrets.size).toBe(3)
  for (const secret of secrets) expect(said).not.toContain(secret)
})

test('a listener that throws, at once or later, changes nothing', async () => {
  const fail = () => {
    throw new Error('no')
  }
  for (const onEvent of [fail, async () => fail()]) {
    const app = await createTestApp({ onEvent })
    expect((await app.logIn()).status).toBe(302)
  }
})

test.each([401, 500])(
  'a logout that the service refuses with %i logs the browser out, and is reported',
  async (status) => {
    const app = await createTestApp()
    await app.logIn()
    app.service.fault = ({ path }) => (path.endsWith('logout') ? new Response('', { status }) : undefined)
    expect((await app.post('/api/auth/logout')).status).toBe(200)
    expect(app.jar.names).toEqual([])
    expect(String(app.events.at(-1)?.cause)).toBe(`Error: status ${status}`)
    expect(app.events.at(-1)?.type).toBe('logout')
  },
)

test('browsers take no answer for another type, and tell no other page the address of the callback', async () => {
  const app = await createTestApp({ cookies: { sameSite: 'strict' } })
  const failed = await app.handle('/api/auth/callback?code=x&state=y')
  const pages = [failed, await app.logIn()]
  for (const { headers } of pages) expect(headers.get('referrer-policy')).toBe('no-referrer')
  const data = [await app.handle('/api/auth/session'), await app.handle('/api/auth/userinfo')]
  for (const { headers } of [...pages, ...data, await app.post('/api/auth/logout')])
    expect(headers.get('x-content-type-options')).toBe('nosniff')
})

test('calls go to baseUrl, the browser to the auth URL', async () => {
  const urls: string[] = []
  const app = await createTestApp({ baseUrl: 'https://proxy.example.com/pa/' })
  const fetch = (url: string, init: RequestInit) => {
    urls.push(url)
    return app.service.fetch(url.replace('https://proxy.example.com/pa', 'https://auth.example.com'), init)
  }
  const options = { baseUrl: 'https://proxy.example.com/pa/', fetch }
  const moved = await createTestApp(options, {}, app.clock, app.service.issuer)
  const start = await moved.handle('/api/auth/login')
  expect(start.headers.get('location')).toMatch(/^https:\/\/auth\.example\.com\//)
  const state = new URL(start.headers.get('location') ?? '').searchParams.get('state')
  await moved.handle(`/api/auth/callback?code=${app.service.codeOf()}&state=${state}`)
  await moved.handle('/api/auth/userinfo')
  expect(urls).toEqual([
    'https://proxy.example.com/pa/propelauth/ssr/token',
    'https://proxy.example.com/pa/propelauth/oauth/userinfo',
  ])
})
