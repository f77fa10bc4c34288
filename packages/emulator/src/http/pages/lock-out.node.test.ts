import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { backend, browser, callControl, testEmulator } from '../../../test/fixture.js'
import { appPage, visited } from '../../../test/frontend-client.js'
import { PERSONAS, type Seed } from '../../index.js'

const { owner } = PERSONAS
const SECRET = 'GEZDGNBVGY3TQOJQ'
let now = Date.parse('2026-01-01T00:00:00Z')
let emulator = testEmulator()
beforeEach(() => {
  emulator = testEmulator({ now: () => now })
  emulator.changeSettings({ lockout_attempts: 3, lockout_seconds: 60 })
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await emulator.close()
})

const logIn = async (password: string, email: string = owner.email) => {
  const { status, body } = await browser(emulator).submit('/login', { email, password })
  return status === 403 && body.includes('This account is locked.') ? 'locked' : status
}

const isLocked = async () => (await backend(emulator, 'GET', `user/${owner.userId}`)).body.locked

async function lock(): Promise<void> {
  for (const _ of [1, 2, 3]) await logIn('wrong')
}

describe('wrong passwords', () => {
  test('lock the account: then the right one does not help, and no answer tells them apart', async () => {
    expect([await logIn('wrong'), await logIn('wrong'), await isLocked()]).toEqual([401, 401, false])
    expect([await logIn('wrong'), await isLocked()]).toEqual(['locked', true])
    expect([await logIn(owner.password), await logIn('wrong')]).toEqual(['locked', 'locked'])
  })

  test('lock an account whose address is not confirmed in the same way', async () => {
    await backend(emulator, 'POST', 'user/', { email: 'new@x.test', password: 'long enough' })
    for (const _ of [1, 2, 3]) await logIn('wrong', 'new@x.test')
    expect(await logIn('long enough', 'new@x.test')).toBe('locked')
  })

  test('count only in a row', async () => {
    for (const _ of [1, 2]) await logIn('wrong')
    expect(await logIn(owner.password)).toBe(303)
    for (const _ of [1, 2]) await logIn('wrong')
    expect(await isLocked()).toBe(false)
  })

  test('of an unknown address lock nothing', async () => {
    for (const _ of [1, 2, 3, 4]) expect(await logIn('wrong', 'unknown@acme.test')).toBe(401)
  })

  test('lock nothing with lockout_attempts 0', async () => {
    emulator.changeSettings({ lockout_attempts: 0 })
    for (const _ of [1, 2, 3, 4]) expect(await logIn('wrong')).toBe(401)
  })

  test('leave the sessions of the user alone', async () => {
    const visitor = browser(emulator)
    await visitor.submit('/login', { email: owner.email, password: owner.password })
    await lock()
    expect((await visitor.get('/api/v1/refresh_token')).status).toBe(200)
  })

  test('are a message to the user, and events', async () => {
    emulator.changeSettings({ webhook_mails: ['account_locked'] })
    emulator.webhooks.addEndpoint({ url: 'http://localhost:3000/', events: ['user.locked', 'email.*'] })
    await lock()
    expect(emulator.mail(owner.email)).toMatchObject([{ kind: 'account_locked', subject: 'Your account is locked' }])
    expect(
      emulator.webhooks
        .deliveries()
        .map(({ eventType }) => eventType)
        .sort(),
    ).toEqual(['email.account_locked', 'user.locked'])
  })

  test('are no uncertain event with webhook_strict', async () => {
    emulator.changeSettings({ webhook_strict: true })
    emulator.webhooks.addEndpoint({ url: 'http://localhost:3000/', events: ['user.locked'] })
    await lock()
    expect(emulator.webhooks.deliveries()).toEqual([])
  })

  test('are counted for the password that an account page asks for, too', async () => {
    const { api } = appPage(emulator)
    await api.emailPasswordLogin({ email: owner.email, password: owner.password })
    const change = (current_password: string) =>
      visited(api.updatePassword({ current_password, password: 'long enough' }))
    expect([await change('a'), await change('b'), await change('c')]).toEqual([
      'incorrectPassword',
      'incorrectPassword',
      'userAccountLocked',
    ])
    expect(await change(owner.password)).toBe('userAccountLocked')
  })
})

describe('a locked account', () => {
  test('is open again after lockout_seconds', async () => {
    await lock()
    now += 59_000
    expect(await logIn(owner.password)).toBe('locked')
    now += 1000
    expect([await isLocked(), await logIn(owner.password)]).toEqual([false, 303])
  })

  test('stays locked with lockout_seconds 0', async () => {
    emulator.changeSettings({ lockout_seconds: 0 })
    await lock()
    now += 365 * 86_400_000
    expect(await logIn(owner.password)).toBe('locked')
  })

  test('is unlocked by the control API', async () => {
    await lock()
    await callControl(emulator, 'POST', 'lock', { user: 'owner', locked: false })
    expect(await logIn(owner.password)).toBe(303)
  })

  test('is unlocked by a new password of the backend API', async () => {
    await lock()
    await backend(emulator, 'PUT', `user/${owner.userId}/password`, { password: 'a new password' })
    expect(await logIn('a new password')).toBe(303)
  })

  test('is unlocked by a new password through the mail', async () => {
    await lock()
    const visitor = browser(emulator)
    await visitor.submit('/forgot_password', { email: owner.email })
    const { search } = new URL(emulator.mail(owner.email)[0]?.link ?? '')
    expect((await visitor.submit(`/reset_password${search}`, { password: 'a new password' })).status).toBe(303)
  })

  test('that was not locked by wrong passwords is unlocked neither by a password nor by time', async () => {
    await callControl(emulator, 'POST', 'lock', { user: 'owner' })
    await lock()
    await backend(emulator, 'PUT', `user/${owner.userId}/password`, { password: 'a new password' })
    now += 365 * 86_400_000
    expect(await logIn('a new password')).toBe('locked')
  })
})

describe('wrong codes of the second factor', () => {
  const seed: Seed = { users: [{ key: 'ada', email: 'ada@x.test', password: 'long enough', mfa_secret: SECRET }] }
  const credentials = { email: 'ada@x.test', password: 'long enough' }
  beforeEach(() => {
    emulator.reset({ seed })
    emulator.changeSettings({ lockout_attempts: 2 })
  })

  test('lock the account, in the words of the frontend API', async () => {
    const { api } = appPage(emulator)
    await api.emailPasswordLogin(credentials)
    const verify = (code: string) => visited(api.verifyMfaForLogin({ code }))
    expect([await verify('000000'), await verify('000000')]).toEqual(['badRequest', 'accountLocked'])
    expect(await verify(emulator.totpCode('ada'))).toBe('accountLocked')
    expect(await visited(api.emailPasswordLogin(credentials))).toBe('userAccountLocked')
    expect(emulator.mail(credentials.email)).toMatchObject([{ kind: 'mfa_account_locked' }])
  })

  test('do not turn another lock into one that time ends', async () => {
    const { api } = appPage(emulator)
    await api.emailPasswordLogin(credentials)
    await callControl(emulator, 'POST', 'lock', { user: 'ada' })
    for (const _ of [1, 2]) await api.verifyMfaForLogin({ code: '000000' })
    now += 365 * 86_400_000
    expect(await visited(api.emailPasswordLogin(credentials))).toBe('userAccountLocked')
  })

  test('are counted on the login page, and a right password between them does not end the count', async () => {
    const tryCode = async () => {
      const visitor = browser(emulator)
      const { body } = await visitor.submit('/login', credentials)
      const [, form = ''] = /action="(\/login\/code\?t=\w+)"/.exec(body) ?? []
      return (await visitor.submit(form, { code: '000000' })).status
    }
    expect([await tryCode(), await tryCode()]).toEqual([401, 403])
  })
})
