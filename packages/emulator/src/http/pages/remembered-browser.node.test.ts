import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Browser, backend, browser, testEmulator } from '../../../test/fixture.js'
import { appPage } from '../../../test/frontend-client.js'
import { totp } from '../../../test/totp.js'
import type { Seed } from '../../index.js'

const SECRET = 'GEZDGNBVGY3TQOJQ'
const ada = { email: 'ada@x.test', password: 'long enough' }
const bob = { email: 'bob@x.test', password: 'long enough' }
const seed: Seed = {
  settings: { totp_code_reuse: true },
  users: [
    { key: 'ada', ...ada, mfa_secret: SECRET },
    { key: 'bob', ...bob, mfa_secret: SECRET },
  ],
}
let now = Date.parse('2026-01-01T00:00:00Z')
let emulator = testEmulator()
beforeEach(() => {
  emulator = testEmulator({ seed, now: () => now })
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await emulator.close()
})

/** Whether the login asks for a code. */
async function asksForCode(visitor: Browser, credentials: Readonly<Record<string, string>> = ada): Promise<boolean> {
  const { status, body } = await visitor.submit('/login', credentials)
  return status === 200 && body.includes('name="code"')
}

async function logIn(visitor: Browser, form: Readonly<Record<string, string>> = {}): Promise<number> {
  const { body } = await visitor.submit('/login', ada)
  const [, path = ''] = /action="(\/login\/code\?t=\w+)"/.exec(body) ?? []
  return (await visitor.submit(path, { code: emulator.totpCode('ada'), ...form })).status
}

describe('a browser that the user has let be remembered', () => {
  let visitor = browser(emulator)
  beforeEach(async () => {
    visitor = browser(emulator)
    expect(await logIn(visitor, { remember: 'on' })).toBe(303)
  })

  test('needs no code any more, and another browser does', async () => {
    expect(await asksForCode(visitor)).toBe(false)
    expect(await asksForCode(browser(emulator))).toBe(true)
  })

  test('is forgotten with remember_device_days 0', async () => {
    emulator.changeSettings({ remember_device_days: 0 })
    expect(await asksForCode(visitor)).toBe(true)
  })

  test('is remembered for one user', async () => {
    expect(await asksForCode(visitor, bob)).toBe(true)
  })

  test('needs a code again after remember_device_days', async () => {
    now += 30 * 86_400_000 - 1000
    expect(await asksForCode(visitor)).toBe(false)
    now += 1000
    expect(await asksForCode(visitor)).toBe(true)
  })

  test('needs a code again with another second factor', async () => {
    await backend(emulator, 'POST', `user/${await userId()}/disable_2fa`)
    expect(await asksForCode(visitor)).toBe(false)
    const { body } = await visitor.get('/account/security')
    const [, secret = ''] = /class="secret">(\w+)</.exec(body) ?? []
    await visitor.submit('/account/mfa/enable', { code: totp(secret, now) })
    expect(await asksForCode(visitor)).toBe(true)
  })

  test('needs a code again after a new password by mail', async () => {
    await visitor.submit('/forgot_password', { email: ada.email })
    const { search } = new URL(emulator.mail(ada.email)[0]?.link ?? '')
    await visitor.submit(`/reset_password${search}`, { password: 'a new password' })
    expect(await asksForCode(visitor, { ...ada, password: 'a new password' })).toBe(true)
  })
})

const userId = async (): Promise<string> =>
  (await backend(emulator, 'GET', `user/email?email=${ada.email}`)).body.user_id

test('without the tick, the next login asks again', async () => {
  const visitor = browser(emulator)
  await logIn(visitor)
  expect(await asksForCode(visitor)).toBe(true)
})

test('the frontend API remembers a browser with remember_device', async () => {
  const { api } = appPage(emulator)
  const state = async () => {
    const answer = await api.emailPasswordLogin(ada)
    return answer.ok ? answer.data.login_state : answer.error.error_code
  }
  expect(await state()).toBe('TwoFactorRequired')
  await api.verifyMfaForLogin({ code: emulator.totpCode('ada'), remember_device: true })
  expect(await state()).toBe('Finished')
})

test('no browser is remembered with remember_device_days 0', async () => {
  emulator.changeSettings({ remember_device_days: 0 })
  const visitor = browser(emulator)
  expect((await visitor.submit('/login', ada)).body).not.toContain('name="remember"')
  await logIn(visitor, { remember: 'on' })
  expect(await asksForCode(visitor)).toBe(true)
})
