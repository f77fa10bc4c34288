import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Browser, backend, browser, rt, testEmulator } from '../../../test/fixture.js'
import { chooseAtProvider } from '../../../test/sso-login.js'
import type { Seed } from '../../index.js'

const seed: Seed = {
  settings: { social_logins: ['google', 'quickbooks'], include_login_method: true },
  users: [
    { key: 'ada', email: 'ada@x.test', email_confirmed: false },
    { key: 'mfa', email: 'mfa@x.test', mfa_secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' },
  ],
}

const NOW = Date.parse('2026-05-01T00:00:00Z')
let emulator = testEmulator()
let visitor: Browser = browser(emulator)
beforeEach(() => {
  emulator = testEmulator({ seed, now: () => NOW })
  visitor = browser(emulator)
})
afterEach(() => emulator.close())

const userOf = async (email: string) => (await backend(emulator, 'GET', `user/email?email=${email}`)).body

describe('a social login', () => {
  test('signs a known user in, whose address is then confirmed', async () => {
    const start = `/google/login?${rt('http://localhost:3000/')}`
    const { status, headers } = await visitor.get(await chooseAtProvider(visitor, start, { email: 'ada@x.test' }))
    expect([status, headers.get('Location')]).toEqual([303, 'http://localhost:3000/'])
    expect(await userOf('ada@x.test')).toMatchObject({ email_confirmed: true })
    const { body } = await visitor.get('/api/v1/refresh_token')
    const claims = JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString('utf8'))
    expect(claims.login_method).toEqual({ login_method: 'social_sso', provider: 'Google' })
  })

  test('stores the tokens of the provider, with the scopes that were asked for', async () => {
    const start = '/google/login?scope=calendar%20email'
    await visitor.get(await chooseAtProvider(visitor, start, { email: 'ada@x.test' }))
    const { user_id: id } = await userOf('ada@x.test')
    const { body } = await backend(emulator, 'GET', `user/${id}/oauth_token`)
    expect(body).toEqual({
      google: {
        access_token: expect.stringMatching(/^emu_google_[0-9a-f]{48}$/),
        refresh_token: expect.stringMatching(/^emu_google_refresh_/),
        token_provider: 'google',
        token_expiration: NOW / 1000 + 3600,
        authorized_scopes: ['openid', 'email', 'profile', 'calendar'],
      },
    })
    emulator.advanceClock(3600)
    const { body: fresh } = await backend(emulator, 'GET', `user/${id}/google/fresh_token`)
    expect(fresh).toMatchObject({ token_expiration: NOW / 1000 + 7200 })
    expect(fresh.access_token).not.toBe(body.google.access_token)
  })

  test('signs a new user up, under the rules of sign-ups', async () => {
    const login = async (email: string) =>
      (await visitor.get(await chooseAtProvider(visitor, '/quickbooks/login', { email, first_name: 'Neo' }))).status
    expect(await login('neo@x.test')).toBe(303)
    expect(await userOf('neo@x.test')).toMatchObject({ first_name: 'Neo', has_password: false, email_confirmed: true })
    emulator.changeSettings({ signup_domain_blocklist: ['spam.test'] })
    expect(await login('eve@spam.test')).toBe(403)
    emulator.changeSettings({ allow_public_signups: false })
    expect(await login('other@x.test')).toBe(403)
    expect(await login('ada@x.test')).toBe(303)
  })

  test('asks for the second factor', async () => {
    const page = await visitor.get(await chooseAtProvider(visitor, '/google/login', { email: 'mfa@x.test' }))
    expect([page.status, page.body]).toEqual([200, expect.stringContaining('Two-factor authentication')])
  })

  test('works once, in the browser that has started it, at its own provider', async () => {
    const callback = await chooseAtProvider(visitor, '/google/login', { email: 'ada@x.test' })
    expect((await browser(emulator).get(callback)).status).toBe(400)
    const other = await chooseAtProvider(visitor, '/google/login', { email: 'ada@x.test' })
    expect((await visitor.get(other.replace('/google/', '/quickbooks/'))).status).toBe(400)
    expect(visitor.cookies.has('refresh_token')).toBe(false)
    const third = await chooseAtProvider(visitor, '/google/login', { email: 'ada@x.test' })
    expect((await visitor.get(third)).status).toBe(303)
    expect((await visitor.get(third)).status).toBe(400)
  })

  test('is there for the providers of the project', async () => {
    const { body } = await visitor.get('/login')
    expect(body).toContain('<a href="/google/login">Log in with Google</a>')
    expect(body).toContain('<a href="/quickbooks/login">Log in with QuickBooks Online</a>')
    expect(body).not.toContain('Log in with GitHub')
    const { status, body: page } = await visitor.get('/github/login')
    expect([status, page]).toEqual([404, expect.stringContaining('social_logins')])
  })
})
