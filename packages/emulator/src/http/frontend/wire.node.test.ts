import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { browser, testEmulator } from '../../../test/fixture.js'
import { APP_ORIGIN } from '../../../test/frontend-client.js'
import { signedIn } from '../../../test/mcp-client.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

const { acme } = PERSONA_ORGS
const { owner } = PERSONAS
const emulator = testEmulator()
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())

const url = (path: string): string => `${emulator.authUrl}/api/fe/v3${path}`

const send = async (visitor: ReturnType<typeof browser>, path: string, body: unknown, origin = APP_ORIGIN) =>
  visitor.request(url(path), {
    method: 'POST',
    headers: { Origin: origin, 'Content-Type': 'application/json', 'X-CSRF-Token': '-.-' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

describe('the frontend API', () => {
  test('sends cookies that scripts cannot read', async () => {
    const visitor = browser(emulator)
    const { headers } = await send(visitor, '/login', { email: owner.email, password: owner.password })
    expect(headers.getSetCookie()[0]).toMatch(/^refresh_token=[0-9a-f]{96}; .*HttpOnly; SameSite=Lax$/)
    expect(headers.get('Access-Control-Allow-Origin')).toBe(APP_ORIGIN)
    expect(headers.get('Access-Control-Allow-Credentials')).toBe('true')
    const users = [{ key: 'a', email: 'a@x.test', password: 'long enough', mfa_secret: 'GEZDGNBVGY3TQOJQ' }]
    await using strict = testEmulator({ seed: { users } })
    const body = JSON.stringify({ email: 'a@x.test', password: 'long enough' })
    const asked = await strict.fetch(`${strict.authUrl}/api/fe/v3/login`, { method: 'POST', body })
    expect(asked.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^login_step=mfa\.[0-9a-f]{64}; Max-Age=600; Path=\/api\/fe; HttpOnly; SameSite=Lax$/),
    ])
  })

  test.each(['https://evil.example', 'null', 'http://localhost.evil.example'])(
    'a page at %s can neither change nor read anything',
    async (origin) => {
      const visitor = await signedIn(emulator, owner)
      expect((await send(visitor, '/create_org', { name: 'Mine' }, origin)).status).toBe(403)
      expect(emulator.counts().orgs).toBe(2)
      const read = await visitor.request(url('/personal_api_keys'), { headers: { Origin: origin } })
      expect(read.headers.get('Access-Control-Allow-Origin')).toBeNull()
    },
  )

  test('with appUrls, other apps of this machine are foreign', async () => {
    await using named = testEmulator({ appUrls: ['http://localhost:5000'] })
    const visitor = await signedIn(named, owner)
    const create = (origin: string) =>
      visitor.request(`${named.authUrl}/api/fe/v3/create_org`, {
        method: 'POST',
        headers: { Origin: origin },
        body: JSON.stringify({ name: 'Mine' }),
      })
    expect((await create(APP_ORIGIN)).status).toBe(403)
    expect((await create('http://localhost:5000')).status).toBe(200)
  })

  test.each(['{', '[]', '"x"', '1', '[[[['])('the body %s is invalid_request_fields', async (body) => {
    const visitor = await signedIn(emulator, owner)
    for (const path of ['/login', '/create_org', '/invite_user', '/update_org_metadata']) {
      const answer = await send(visitor, path, body)
      expect([answer.status, await answer.json()]).toEqual([
        400,
        {
          error_code: 'invalid_request_fields',
          user_facing_error: expect.any(String),
          field_errors: { body: 'invalid' },
          user_facing_errors: { body: expect.any(String) },
        },
      ])
    }
  })

  test('a cookie that was made up starts no session', async () => {
    for (const value of ['mfa.x', 'mfa.', 'confirm.0', 'x', '', `mfa.${'0'.repeat(64)}`]) {
      const Cookie = `login_step=${value}`
      const state = await emulator.fetch(url('/login_state'), { headers: { Cookie } })
      expect(await state.json()).toEqual({ login_state: 'LoginRequired' })
      const options = { method: 'POST', headers: { Cookie }, body: '{"code":"000000"}' }
      const verified = await emulator.fetch(url('/verify'), options)
      expect([verified.status, verified.headers.getSetCookie()]).toEqual([401, []])
    }
  })

  test('the token of a message is no step of a login', async () => {
    const visitor = browser(emulator)
    await send(visitor, '/forgot_password', { email: owner.email })
    const token = new URL(emulator.mail(owner.email)[0]?.link ?? '').searchParams.get('t')
    for (const kind of ['mfa', 'confirm']) {
      const state = await emulator.fetch(url('/login_state'), { headers: { Cookie: `login_step=${kind}.${token}` } })
      expect(await state.json()).toEqual({ login_state: 'LoginRequired' })
    }
  })

  test('a proxy of the app needs the cookie of the session alone', async () => {
    const visitor = await signedIn(emulator, owner)
    const Cookie = `refresh_token=${visitor.cookies.get('refresh_token')}`
    const members = await emulator.fetch(url(`/org_membership/${acme.orgId}/members`), { headers: { Cookie } })
    expect((await members.json()).total_count).toBe(4)
  })
})
