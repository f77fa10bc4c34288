import { createClient } from '@propelauth/javascript'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { appServer } from '../../test/app-server.js'
import { backend, browser, read, testEmulator } from '../../test/fixture.js'
import { type FaultName, type FaultRule, PERSONAS, type RouteGroup, startServer } from '../index.js'

const APP = 'http://localhost:3000'
const { owner } = PERSONAS
let emulator = testEmulator()
beforeEach(() => {
  emulator = testEmulator()
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await emulator.close()
})

async function signedIn() {
  const visitor = browser(emulator)
  await visitor.submit('/login', { email: owner.email, password: owner.password })
  const app = appServer(emulator)
  return { visitor, app, token: await app.start(visitor) }
}

const bearer = () => ({ Authorization: `Bearer ${emulator.apiKey}` })
const ROUTES = {
  'GET /api/v1/refresh_token': 'browser-session',
  'POST /api/v1/logout': 'browser-session',
  'POST /propelauth/ssr/token': 'server-session',
  'GET /propelauth/oauth/userinfo': 'server-session',
  'POST /api/backend/v1/refresh_token': 'server-session',
  'POST /api/backend/v1/logout': 'server-session',
  'GET /.well-known/oauth-authorization-server/oauth/2.1': 'mcp-client',
  'GET /oauth/2.1/.well-known/oauth-authorization-server': 'mcp-client',
  'POST /oauth/2.1/register': 'mcp-client',
  'POST /oauth/2.1/token': 'mcp-client',
  'POST /oauth/2.1/introspect': 'mcp-server',
  'POST /propelauth/oauth/token': 'oauth',
  'POST /propelauth/oauth/logout': 'oauth',
  'GET /oauth/2.1/authorize': 'pages',
  'GET /propelauth/oauth/authorize': 'pages',
  'GET /propelauth/ssr/authorize': 'pages',
  'GET /login': 'pages',
  'POST /login/code': 'pages',
  'GET /account': 'pages',
  'GET /account/security': 'pages',
  'GET /create_org': 'pages',
  'GET /org': 'pages',
  'GET /org/settings': 'pages',
  'GET /forgot_password': 'pages',
  'POST /reset_password': 'pages',
  'GET /invitation': 'pages',
  'POST /logout': 'pages',
  'GET /api/fe/v3/login_state': 'frontend',
  'GET /.well-known/jwks.json': 'keys',
  'GET /api/v1/token_verification_metadata': 'keys',
  'GET /api/backend/v1/user/query': 'backend',
} as const

const send = (route: string) => {
  const [method = '', path = ''] = route.split(' ')
  return emulator.fetch(`${emulator.authUrl}${path}`, { method, headers: bearer(), redirect: 'manual' })
}

const GROUPS = [
  'browser-session',
  'server-session',
  'session',
  'mcp-client',
  'mcp-server',
  'mcp',
  'oauth',
  'pages',
  'keys',
  'backend',
  'frontend',
] as const satisfies readonly RouteGroup[]

describe.each(GROUPS)('the group %s', (group: RouteGroup) => {
  test('fails alone', async () => {
    emulator.addFault({ group, status: 599 })
    for (const [route, own] of Object.entries(ROUTES)) {
      const isOwn =
        own === group ||
        (group === 'session' && own.endsWith('-session')) ||
        (group === 'mcp' && own.startsWith('mcp-')) ||
        (group === 'backend' && route.includes('/api/backend/'))
      expect([route, (await send(route)).status === 599]).toEqual([route, isOwn])
    }
  })
})

describe('a named fault', () => {
  test.each<[FaultName, number, string, RegExp]>([
    ['html-401', 401, 'text/html', /<h1>401 Unauthorized/],
    ['html-503', 503, 'text/html', /<h1>503/],
    ['server-error', 500, 'application/json', /unexpected_error/],
    ['rate-limit', 429, 'text/plain', /Too many requests/],
    ['bad-json', 200, 'application/json', /^\{"access_token":"$/],
  ])('%s is %i with %s on every session route', async (fault, status, type, body) => {
    emulator.addFault({ group: 'session', fault })
    for (const [route, group] of Object.entries(ROUTES).filter(([, own]) => own.endsWith('-session'))) {
      const response = await send(route)
      expect([route, group, response.status]).toEqual([route, group, status])
      expect(response.headers.get('Content-Type')).toContain(type)
      expect(await response.text()).toMatch(body)
    }
  })

  test('can be changed in one field and ends after its times', async () => {
    const { app, token } = await signedIn()
    emulator.addFault({ group: 'server-session', fault: 'rate-limit', headers: { 'Retry-After': '30' }, times: 1 })
    const limited = await app.refresh(token)
    expect([limited.status, limited.headers.get('Retry-After')]).toEqual([429, '30'])
    expect((await app.refresh(token)).status).toBe(200)
  })

  test('away breaks the connection: fetch rejects in process, and the log has status 0', async () => {
    const { app, token } = await signedIn()
    emulator.addFault({ group: 'server-session', fault: 'away', times: 1 })
    emulator.clearRequests()
    await expect(app.refresh(token)).rejects.toThrow(new TypeError('fetch failed'))
    expect(emulator.requests()).toMatchObject([{ path: '/api/backend/v1/refresh_token', status: 0 }])
    expect((await app.refresh(token)).status).toBe(200)
  })

  test('away breaks the connection of a client over a socket', async () => {
    await using server = await startServer({ port: 0 })
    const url = `${server.emulator.authUrl}/api/v1/refresh_token`
    server.emulator.addFault({ group: 'session', fault: 'away', times: 1 })
    await expect(fetch(url)).rejects.toThrow(new TypeError('fetch failed'))
    expect((await fetch(url)).status).toBe(401)
  })
})

describe('answerOnly', () => {
  test.each<FaultName>(['away', 'server-error'])(
    '%s: the refresh took effect and its answer is lost',
    async (fault) => {
      emulator.changeSettings({ refresh_tokens: 'strict' })
      const { app, token } = await signedIn()
      emulator.addFault({ group: 'server-session', fault, answerOnly: true, times: 1 })
      const lost = await app.refresh(token).catch(() => 'lost')
      expect(lost).not.toMatchObject({ status: 200 })
      expect((await app.refresh(token)).status).toBe(401)
    },
  )

  test('the answer of the fault has no cookie of the answer it replaces', async () => {
    const { visitor } = await signedIn()
    emulator.addFault({ path: '/api/v1/refresh_token', fault: 'html-401', answerOnly: true })
    const answer = await visitor.get('/api/v1/refresh_token', { Origin: APP })
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([401, []])
    expect(answer.headers.get('Content-Type')).toContain('text/html')
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(APP)
  })
})

describe('in a browser', () => {
  test('a page of an app can read the status of a fault, and the preflight does not count', async () => {
    emulator.addFault({ group: 'browser-session', fault: 'server-error', times: 1 })
    const url = `${emulator.authUrl}/api/v1/refresh_token`
    const asked = {
      Origin: APP,
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'content-type',
    }
    const preflight = await emulator.fetch(url, { method: 'OPTIONS', headers: asked })
    expect([preflight.status, preflight.headers.get('Access-Control-Allow-Origin')]).toEqual([204, APP])
    const answer = await emulator.fetch(url, { headers: { Origin: APP } })
    expect(answer.status).toBe(500)
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(APP)
    expect(answer.headers.get('Access-Control-Allow-Credentials')).toBe('true')
  })

  test('the official SDK keeps its session through server errors and lost connections', async () => {
    const { visitor } = await signedIn()
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
      const headers = new Headers(init.headers)
      headers.set('Cookie', `refresh_token=${visitor.cookies.get('refresh_token')}`)
      headers.set('Origin', APP)
      return emulator.fetch(url, { ...init, headers })
    })
    vi.stubGlobal('window', { addEventListener: () => undefined, removeEventListener: () => undefined, btoa })
    const client = createClient({ authUrl: emulator.authUrl, enableBackgroundTokenRefresh: false })
    emulator.addFault({ group: 'browser-session', fault: 'server-error', times: 1 })
    emulator.addFault({ group: 'browser-session', fault: 'away', times: 1 })
    emulator.clearRequests()
    expect((await client.getAuthenticationInfoOrNull())?.user.email).toBe(owner.email)
    expect(emulator.requests().map(({ status }) => status)).toEqual([500, 0, 200])
    client.destroy()
  })
})

describe('the control API', () => {
  const control = async (body: unknown) =>
    read(await emulator.fetch(`${emulator.authUrl}/_emulator/faults`, { method: 'POST', body: JSON.stringify(body) }))

  test('takes groups, names and answerOnly', async () => {
    const rule = { group: 'server-session', fault: 'html-401', answerOnly: true, times: 1 }
    expect((await control(rule)).status).toBe(200)
    expect((await backend(emulator, 'POST', 'logout', { refresh_token: 'x' })).status).toBe(401)
  })

  test.each([
    [{ fault: 'away' }, 'path'],
    [{ group: 'sessions', fault: 'away' }, 'group'],
    [{ group: 'session', fault: 'broken' }, 'fault'],
    [{ group: 'session', answerOnly: 'yes' }, 'answerOnly'],
  ])('%j is rejected', async (rule, field) => {
    const { status, body } = await control(rule)
    expect([status, Object.keys(body)]).toEqual([400, [field]])
  })
})

test.each([
  [{ fault: 'away' }, /needs a path or a group/],
  [{ group: 'sessions', fault: 'away' }, /group must be browser-session or .*, not "sessions"/],
  [{ path: '*', fault: 'broken' }, /fault must be away or .*, not "broken"/],
])('addFault(%j) is an error', (rule, message) => {
  expect(() => emulator.addFault(rule as FaultRule)).toThrow(message)
})
