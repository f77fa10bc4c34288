// The recipe docs/recipes/next-official-library.md: PropelAuth's own library logs in and refreshes tokens, our guards
// protect routes and pages.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPort, root, start, stop } from '../services.ts'
import { nextVersions } from './next.ts'
import { asRecipe } from './next-official-app.ts'
import { getSharedBuild } from './next-shared-build.ts'

const [[, version]] = nextVersions

let app: string
let auth: string
let service: ReturnType<typeof start>

beforeAll(async () => {
  const { folder } = await getSharedBuild(version)
  const ports = [await findPort(4680), await findPort(3180)].map(String)
  ;[auth, app] = ports.map((port) => `http://localhost:${port}`) as [string, string]
  const [authPort = '', appPort = ''] = ports
  const emulator = [join(root, 'packages/emulator/dist/cli.js'), 'exec', '--strict-port', '--port', authPort]
  const next = [process.execPath, join(folder, 'node_modules/next/dist/bin/next'), 'start', '--port', appPort]
  const redirectUri = `${app}/api/auth/callback`
  const environment = { ...asRecipe, NEXT_TELEMETRY_DISABLED: '1', PROPELAUTH_REDIRECT_URI: redirectUri }
  service = start(process.execPath, [...emulator, '--data', ':memory:', '--', ...next], folder, environment)
  service.child.stdout.on('data', (chunk) => service.log.push(String(chunk)))
  while (!(await fetch(`${app}/recipe`).catch(() => undefined))?.ok) {
    if (service.child.exitCode !== null) throw new Error(`the app ended: ${service.log.join('')}`)
    await sleep(100)
  }
}, 300_000)

afterAll(() => service && stop(service.child))

type Cookies = Record<string, string>

const toHeader = (cookies: Cookies) =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')

/** The cookies of a browser after a response; one with an empty value is deleted. */
function keep(cookies: Cookies, response: Response): Cookies {
  const kept = { ...cookies }
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value) kept[name] = value
    else delete kept[name]
  }
  return kept
}

async function ask(path: string, { cookies = {} as Cookies, headers = {} as Record<string, string> } = {}) {
  const cookie: Record<string, string> = Object.keys(cookies).length > 0 ? { cookie: toHeader(cookies) } : {}
  const response = await fetch(app + path, { redirect: 'manual', headers: { ...cookie, ...headers } })
  const text = await response.text()
  const body = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text
  return {
    status: response.status,
    body,
    challenge: response.headers.get('www-authenticate'),
    kept: keep({}, response),
  }
}

/** Logs in with the official library's own routes and the hosted page, as a browser does. */
async function logIn(email: string): Promise<Cookies> {
  let cookies: Cookies = {}
  let url = `${app}/api/auth/login`
  for (let step = 0; step < 10; step++) {
    const isForm = new URL(url).pathname === '/login'
    const form = { method: 'POST', body: new URLSearchParams({ email, password: 'emulator-password' }) }
    const headers = { cookie: toHeader(cookies), ...(isForm && { origin: auth }) }
    const response = await fetch(url, { redirect: 'manual', headers, ...(isForm && form) })
    cookies = keep(cookies, response)
    const location = response.headers.get('location')
    if (!location) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
    url = new URL(location, url).href
    if (new URL(url).origin === app && new URL(url).pathname === '/') return cookies
  }
  throw new Error(`logging in does not come to an end: ${url}`)
}

async function mint(user: string, expiresIn = 1_800): Promise<string> {
  const response = await fetch(`${auth}/_emulator/token`, { method: 'POST', body: JSON.stringify({ user, expiresIn }) })
  return (await response.json()).accessToken
}

const billing = '/recipe/api/orgs/14824461-43b7-4f9b-8e1b-a0f2e5717cd7/billing'
const officialAlone = { 'x-test-official-alone': '1' }

/** The cookies of a browser with an expired token and a valid session. */
async function comeBack(): Promise<Cookies> {
  const cookies = await logIn('owner@acme.test')
  return { ...cookies, __pa_at: await mint('owner', -60) }
}

describe('a user who has logged in with the official library', () => {
  test('is shown on a page and admitted to a guarded route', async () => {
    const cookies = await logIn('owner@acme.test')
    expect((await ask('/recipe', { cookies })).body).toContain('Signed in as owner@acme.test')
    expect(await ask('/recipe/api/me', { cookies })).toMatchObject({
      status: 200,
      body: { userId: expect.any(String) },
    })
    expect(await ask(billing, { cookies })).toMatchObject({ status: 200, body: { org: 'Acme' } })
  })

  test('is refused with 403 without the permission', async () => {
    const cookies = await logIn('member@acme.test')
    expect(await ask(billing, { cookies })).toMatchObject({ status: 403, body: { code: 'insufficient_permission' } })
  })
})

describe('a request with an expired token', () => {
  test('is refreshed by the proxy of the recipe, and admitted at once', async () => {
    const cookies = await comeBack()
    const answer = await ask('/recipe/api/me', { cookies })
    expect(answer).toMatchObject({ status: 200, body: { userId: expect.any(String) } })
    expect(answer.kept.__pa_at).toMatch(/^e/)
    expect(answer.kept.__pa_at).not.toBe(cookies.__pa_at)
    expect((await ask('/recipe', { cookies })).body).toContain('Signed in as owner@acme.test')
    expect((await ask('/recipe/official', { cookies })).body).toEqual(answer.body)
    const next = await ask('/recipe/api/me', { cookies: { ...cookies, ...answer.kept } })
    expect([next.status, next.kept]).toEqual([200, {}])
  })

  test('is admitted by the official proxy alone to a page at once, and to a route with the next request', async () => {
    const cookies = await comeBack()
    expect((await ask('/recipe', { cookies, headers: officialAlone })).body).toContain('Signed in as owner@acme.test')
    const refused = await ask('/recipe/api/me', { cookies, headers: officialAlone })
    expect(refused).toMatchObject({ status: 401, body: { code: 'token_expired' } })
    const retried = await ask('/recipe/api/me', { cookies: { ...cookies, ...refused.kept }, headers: officialAlone })
    expect(retried.status).toBe(200)
  })

  test('is refused if the session has ended', async () => {
    const cookies = { __pa_at: await mint('owner', -60), __pa_rt: 'made-up' }
    expect(await ask('/recipe/api/me', { cookies })).toMatchObject({ status: 401, body: { code: 'token_expired' } })
    expect((await ask('/recipe', { cookies })).body).toContain('Not signed in')
  })
})

describe('a request is refused', () => {
  test('without cookies', async () => {
    const bare = { status: 401, challenge: 'Bearer realm="propelauth"', body: { code: 'missing_token' } }
    expect(await ask('/recipe/api/me')).toMatchObject(bare)
    expect((await ask('/recipe')).body).toContain('Not signed in')
  })

  test('with headers that the proxy passes to the official library', async () => {
    const token = await mint('owner')
    const headers = {
      'x-propelauth-access-token': token,
      'x-middleware-set-cookie': `__pa_at=${token}`,
      'x-middleware-request-cookie': `__pa_at=${token}`,
      'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy',
    }
    for (const alone of [{}, officialAlone]) {
      expect((await ask('/recipe/api/me', { headers: { ...headers, ...alone } })).status).toBe(401)
      expect((await ask('/recipe', { headers: { ...headers, ...alone } })).body).toContain('Not signed in')
    }
  })
})

test('programs send the header and need no cookie', async () => {
  const headers = { authorization: `Bearer ${await mint('owner')}` }
  expect((await ask('/recipe/api/me', { headers })).status).toBe(200)
  expect(
    (await ask('/recipe/api/me', { headers: { authorization: 'Bearer a.b.c' }, cookies: await comeBack() })).status,
  ).toBe(401)
})

test('while PropelAuth fails, the official proxy fails for expired tokens only', async () => {
  const [cookies, headers] = [await comeBack(), { authorization: `Bearer ${await mint('owner')}` }]
  const body = JSON.stringify({ path: '/api/backend/v1/refresh_token', status: 500 })
  await fetch(`${auth}/_emulator/faults`, { method: 'POST', body })
  expect((await ask('/recipe/api/me', { cookies })).status).toBe(500)
  expect((await ask('/recipe/api/me', { cookies: { __pa_at: await mint('owner') } })).status).toBe(200)
  expect((await ask('/recipe/api/me', { headers })).status).toBe(200)
  await fetch(`${auth}/_emulator/faults`, { method: 'DELETE' })
  expect((await ask('/recipe/api/me', { cookies })).status).toBe(200)
})
