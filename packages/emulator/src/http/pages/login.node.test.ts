import crypto, { createHmac } from 'node:crypto'
import { decodeJwt } from 'jose'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { backend, browser, rt, testEmulator } from '../../../test/fixture.js'
import { spiedInModules } from '../../../test/spied-in-modules.js'
import { PERSONAS } from '../../index.js'

const APP = 'http://localhost:3000/after?x=1'
const { owner, member, noOrg } = PERSONAS
let emulator = testEmulator()
beforeEach(() => {
  emulator = testEmulator()
})
afterEach(() => emulator.close())

const credentials = ({ email, password }: { email: string; password: string }) => ({ email, password })

describe('logging in with a password', () => {
  test('the right password starts a session and returns to the app', async () => {
    emulator.changeSettings({ include_login_method: true })
    const visitor = browser(emulator)
    const answer = await visitor.submit(`/login?${rt(APP)}`, credentials(owner))
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe(APP)
    const session = await visitor.get('/api/v1/refresh_token')
    expect(decodeJwt(session.body.access_token)).toMatchObject({
      user_id: owner.userId,
      login_method: { login_method: 'password' },
    })
  })

  test('the session cookie is HttpOnly and SameSite=Lax', async () => {
    const answer = await browser(emulator).submit('/login', credentials(owner))
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^refresh_token=[0-9a-f]{96}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
  })

  test('on https the cookie is Secure', async () => {
    await using secure = testEmulator({ authUrl: 'https://auth.localhost' })
    const answer = await browser(secure).submit('/login', credentials(owner))
    expect(answer.headers.getSetCookie()[0]).toContain('; Secure')
  })

  test.each([
    ['a wrong password', { email: owner.email, password: 'wrong' }],
    ['an unknown address', { email: 'unknown@acme.test', password: owner.password }],
    ['nothing at all', {}],
  ])('%s is rejected with the same message', async (_, form) => {
    const visitor = browser(emulator)
    const answer = await visitor.submit('/login', form)
    expect(answer.status).toBe(401)
    expect(answer.body).toContain('Incorrect email or password.')
    expect(visitor.cookies.size).toBe(0)
  })

  test('an unknown address costs the same key derivation as a wrong password', async () => {
    const derive = spiedInModules(vi.spyOn(crypto, 'scryptSync'))
    const derivationsFor = async (email: string) => {
      derive.mockClear()
      await browser(emulator).submit('/login', { email, password: 'a wrong password' })
      return derive.mock.calls.map(([password, salt, length, options]) => {
        return { password, saltLength: Buffer.from(salt as Buffer).length, length, options }
      })
    }
    const known = await derivationsFor(owner.email)
    expect(known).toHaveLength(1)
    expect(await derivationsFor('unknown@acme.test')).toEqual(known)
  })

  test('the address is not case-sensitive', async () => {
    const answer = await browser(emulator).submit('/login', {
      email: owner.email.toUpperCase(),
      password: owner.password,
    })
    expect(answer.status).toBe(303)
  })

  test('disabling a user ends the session and prevents logins', async () => {
    const visitor = browser(emulator)
    await visitor.submit('/login', credentials(owner))
    await backend(emulator, 'POST', `user/${owner.userId}/disable`)
    expect((await visitor.get('/api/v1/refresh_token')).status).toBe(401)
    expect((await visitor.submit('/login', credentials(owner))).body).toContain('This account is disabled.')
    await backend(emulator, 'POST', `user/${owner.userId}/enable`)
    expect((await visitor.submit('/login', credentials(owner))).status).toBe(303)
  })

  test('a locked user cannot log in', async () => {
    await using locked = testEmulator({
      seed: { users: [{ key: 'a', email: 'a@x.test', password: 'long enough', locked: true }] },
    })
    const answer = await browser(locked).submit('/login', { email: 'a@x.test', password: 'long enough' })
    expect(answer.status).toBe(403)
    expect(answer.body).toContain('This account is locked.')
  })

  test('an empty password does not log in a user without one', async () => {
    await backend(emulator, 'PUT', `user/${owner.userId}/clear_password`)
    expect((await browser(emulator).submit('/login', { email: owner.email, password: '' })).status).toBe(401)
  })

  test('an unconfirmed address must be confirmed first', async () => {
    await backend(emulator, 'POST', 'user/', { email: 'new@x.test', password: 'long enough' })
    const visitor = browser(emulator)
    const answer = await visitor.submit('/login', { email: 'new@x.test', password: 'long enough' })
    expect(answer.status).toBe(403)
    expect(visitor.cookies.size).toBe(0)
    const link = emulator.mail('new@x.test')[0]?.link ?? ''
    const { pathname, search } = new URL(link)
    expect(answer.body).toContain(`href="${pathname}${search}"`)
    expect((await visitor.get(link)).status).toBe(303)
    const session = await visitor.get('/api/v1/refresh_token')
    expect(session.body.user).toMatchObject({ email: 'new@x.test', email_confirmed: true })
    expect((await visitor.get(link)).status).toBe(400)
  })

  test('with a session, the login page redirects at once', async () => {
    const visitor = browser(emulator)
    await visitor.submit('/login', credentials(owner))
    const answer = await visitor.get(`/login?${rt(APP)}`)
    expect([answer.status, answer.headers.get('Location')]).toEqual([302, APP])
  })

  test('one click logs a persona in', async () => {
    const visitor = browser(emulator)
    expect((await visitor.get('/login')).body).toContain(member.userId)
    const answer = await visitor.submit(`/_emulator/login_as?${rt(APP)}`, { user_id: member.userId })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, APP])
    expect((await visitor.get('/api/v1/refresh_token')).body.user.user_id).toBe(member.userId)
  })

  test('one click for an unknown user is 401', async () => {
    expect((await browser(emulator).submit('/_emulator/login_as', { user_id: 'unknown' })).status).toBe(401)
  })

  test('logging out ends the session', async () => {
    const visitor = browser(emulator)
    await visitor.submit('/login', credentials(owner))
    const token = visitor.cookies.get('refresh_token')
    const answer = await visitor.submit('/api/v1/logout', {})
    expect(answer.body).toEqual({ redirect_to: `${emulator.authUrl}/login` })
    expect(visitor.cookies.size).toBe(0)
    const replay = await visitor.get('/api/v1/refresh_token', { Cookie: `refresh_token=${token}` })
    expect(replay.status).toBe(401)
  })

  test('a session expires 14 days after the last refresh', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z')
    await using timed = testEmulator({ now: () => now })
    const visitor = browser(timed)
    await visitor.submit('/login', credentials(owner))
    now += 14 * 86_400_000 - 1000
    expect((await visitor.get('/api/v1/refresh_token')).status).toBe(200)
    now += 14 * 86_400_000
    expect((await visitor.get('/api/v1/refresh_token')).status).toBe(401)
  })
})

describe('passwords of other systems', () => {
  // Published examples of the two formats, made by other programs: of a low cost, and of a usual one.
  const bcrypt = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'
  const argon2id = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
  const argon2i = '$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8'
  const usualBcrypt = '$2a$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW'
  const usualArgon2id = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  const usualArgon2i = '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA'
  // RFC 7914 §11: PBKDF2-HMAC-SHA-256 of "passwd" with the salt "salt", one round.
  const key = Buffer.from(
    '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc' +
      '49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
    'hex',
  )
  const django = `pbkdf2_sha256$1$salt$${key.toString('base64')}`
  const phc = `$pbkdf2-sha256$i=1,l=64$c2FsdA$${key.toString('base64').replaceAll('=', '')}`
  const passlib = `$pbkdf2-sha256$1$c2FsdA$${key.toString('base64').replaceAll('=', '').replaceAll('+', '.')}`

  test.each([
    ['bcrypt', bcrypt, 'U*U'],
    ['argon2id', argon2id, 'password'],
    ['argon2i', argon2i, 'password'],
    ['costly bcrypt', usualBcrypt, 'abc123xyz'],
    ['costly argon2id', usualArgon2id, 'password'],
    ['costly argon2i', usualArgon2i, 'password'],
    ['PBKDF2 (Django)', django, 'passwd'],
    ['PBKDF2 (PHC)', phc, 'passwd'],
    ['PBKDF2 (passlib)', passlib, 'passwd'],
  ])('a migrated %s hash accepts its password and no other', async (_, hash, password) => {
    const email = 'old@x.test'
    const user = { email, email_confirmed: true, existing_password_hash: hash }
    expect((await backend(emulator, 'POST', 'migrate_user/', user)).status).toBe(200)
    expect((await browser(emulator).submit('/login', { email, password: `${password}!` })).status).toBe(401)
    expect((await browser(emulator).submit('/login', { email, password })).status).toBe(303)
  })

  test.each([
    ['md5', '5f4dcc3b5aa765d61d8327deb882cf99'],
    ['a bcrypt hash that would take hours', bcrypt.replace('$05$', '$31$')],
    ['an argon2 hash that would take all memory', argon2id.replace('m=256', 'm=2147483647')],
    ['an argon2 hash that would take hours', argon2id.replace('t=2', 't=100000')],
    ['a PBKDF2 hash that would take hours', django.replace('$1$', '$2000000000$')],
    ['an argon2 hash with a salt that is too short', argon2id.replace('c29tZXNhbHQ', 'c29t')],
    ['half a hash', bcrypt.slice(0, 40)],
    ['nothing', ''],
  ])('%s is rejected', async (_, hash) => {
    const user = { email: 'old@x.test', email_confirmed: true, existing_password_hash: hash }
    const answer = await backend(emulator, 'POST', 'migrate_user/', user)
    expect([answer.status, Object.keys(answer.body)]).toEqual([400, ['existing_password_hash']])
  })
})

describe('the second factor', () => {
  // RFC 6238, appendix B: the secret "12345678901234567890".
  const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  const seed = { users: [{ key: 'a', email: 'a@x.test', password: 'long enough', mfa_secret: SECRET }] }
  const form = { email: 'a@x.test', password: 'long enough' }
  const codePath = (body: string): string => /action="(\/login\/code\?t=\w+)"/.exec(body)?.[1] ?? 'no form'

  test('the code of the RFC is accepted once', async () => {
    await using timed = testEmulator({ seed, now: () => 1_111_111_109_000 })
    const visitor = browser(timed)
    const asked = await visitor.submit('/login', form)
    expect(visitor.cookies.size).toBe(0)
    const answer = await visitor.submit(codePath(asked.body), { code: '081804' })
    expect(answer.status).toBe(303)
    expect(visitor.cookies.has('refresh_token')).toBe(true)
    const again = await browser(timed).submit('/login', form)
    expect((await browser(timed).submit(codePath(again.body), { code: '081804' })).status).toBe(401)
  })

  test('a wrong code is rejected', async () => {
    await using timed = testEmulator({ seed })
    const asked = await browser(timed).submit('/login', form)
    expect((await browser(timed).submit(codePath(asked.body), { code: '000' })).status).toBe(401)
    expect((await browser(timed).submit('/login/code?t=made-up', { code: '081804' })).status).toBe(400)
  })

  test('a magic link needs the code, too', async () => {
    await using timed = testEmulator({ seed })
    const { body } = await backend(timed, 'POST', 'magic_link', { email: 'a@x.test' })
    const visitor = browser(timed)
    expect(codePath((await visitor.get(body.url)).body)).toMatch(/^\/login/)
    expect(visitor.cookies.size).toBe(0)
  })

  const phones = { users: [{ key: 'a', email: 'a@x.test', password: 'long enough', mfa_phones: ['+15550100'] }] }

  test('of a user with a phone is a code that is sent to it', async () => {
    await using timed = testEmulator({ seed: phones })
    const visitor = browser(timed)
    const asked = await visitor.submit('/login', form)
    expect(asked.body).toContain('Six-digit code that was sent to your phone')
    const [{ code } = { code: '' }] = timed.sms('+15550100')
    const wrong = await visitor.submit(codePath(asked.body), { code: code === '000000' ? '000001' : '000000' })
    expect([wrong.status, visitor.cookies.size]).toEqual([401, 0])
    expect((await visitor.submit(codePath(asked.body), { code })).status).toBe(303)
    expect(visitor.cookies.has('refresh_token')).toBe(true)
    expect((await visitor.submit(codePath(asked.body), { code })).status).toBe(400)
  })

  test('a code that was sent may be typed with spaces, and is accepted for sms_code_seconds', async () => {
    let now = Date.parse('2026-05-05T10:00:00Z')
    await using timed = testEmulator({ seed: { ...phones, settings: { sms_code_seconds: 60 } }, now: () => now })
    const enterAfter = async (seconds: number) => {
      const asked = await browser(timed).submit('/login', form)
      const code = timed.sms()[0]?.code ?? ''
      now += seconds * 1000
      return browser(timed).submit(codePath(asked.body), { code: `${code.slice(0, 3)} ${code.slice(3)}` })
    }
    expect((await enterAfter(59)).status).toBe(303)
    expect((await enterAfter(60)).status).toBe(400)
  })

  test('codes are equal to those of another implementation', async () => {
    const now = Date.parse('2026-05-05T10:00:00Z')
    await using timed = testEmulator({ seed, now: () => now })
    const counter = Buffer.alloc(8)
    counter.writeUInt32BE(Math.floor(now / 30_000), 4)
    const mac = createHmac('sha1', '12345678901234567890').update(counter).digest()
    const code = String((mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff) % 1e6).padStart(6, '0')
    const asked = await browser(timed).submit('/login', form)
    expect((await browser(timed).submit(codePath(asked.body), { code })).status).toBe(303)
  })
})

describe('signing up', () => {
  const form = { email: 'new@x.test', password: 'long enough', first_name: 'Nora', last_name: '' }

  test('a new user is logged in at once', async () => {
    const visitor = browser(emulator)
    const answer = await visitor.submit(`/signup?${rt(APP)}&campaign=spring`, form)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, APP])
    const { user } = (await visitor.get('/api/v1/refresh_token')).body
    expect(user).toMatchObject({ email: 'new@x.test', first_name: 'Nora', last_name: null, email_confirmed: true })
    const signup = await backend(emulator, 'GET', `user/${user.user_id}/signup_query_parameters`)
    expect(signup.body).toEqual({ user_signup_query_parameters: { campaign: 'spring' } })
  })

  test('errors are shown at their fields, and other input is kept', async () => {
    const answer = await browser(emulator).submit('/signup', { ...form, email: owner.email, password: 'short' })
    expect(answer.status).toBe(400)
    expect(answer.body).toContain('id="email-error"')
    expect(answer.body).toContain('id="password-error"')
    expect(answer.body).toContain('value="Nora"')
    expect(answer.body).not.toContain('short"')
  })

  test('with signup_confirms_email, a new user must confirm the address first', async () => {
    await using strict = testEmulator({ seed: { settings: { signup_confirms_email: true } } })
    const visitor = browser(strict)
    expect((await visitor.submit('/signup', form)).status).toBe(403)
    expect(visitor.cookies.size).toBe(0)
    expect(strict.mail('new@x.test')).toHaveLength(1)
  })
})

describe('magic links', () => {
  const link = async (body: object): Promise<string> =>
    (await backend(emulator, 'POST', 'magic_link', { email: noOrg.email, ...body })).body.url

  test('a link logs in and leads to the app', async () => {
    emulator.changeSettings({ include_login_method: true })
    const visitor = browser(emulator)
    const answer = await visitor.get(await link({ redirect_to_url: APP }))
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, APP])
    const { body } = await visitor.get('/api/v1/refresh_token')
    expect(decodeJwt(body.access_token)).toMatchObject({
      user_id: noOrg.userId,
      login_method: { login_method: 'magic_link' },
    })
  })

  test('a link works once, unless it was created for several uses', async () => {
    const once = await link({})
    expect((await browser(emulator).get(once)).status).toBe(303)
    expect((await browser(emulator).get(once)).status).toBe(400)
    const more = await link({ expire_after_first_use: false })
    expect((await browser(emulator).get(more)).status).toBe(303)
    expect((await browser(emulator).get(more)).status).toBe(303)
  })

  test('a link expires', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z')
    await using timed = testEmulator({ now: () => now })
    const { body } = await backend(timed, 'POST', 'magic_link', { email: noOrg.email, expires_in_hours: 2 })
    now += 2 * 3_600_000
    expect((await browser(timed).get(body.url)).status).toBe(400)
  })

  test('a HEAD request does not redeem a link', async () => {
    const url = await link({})
    await emulator.fetch(url, { method: 'HEAD' })
    expect((await browser(emulator).get(url)).status).toBe(303)
  })

  test('a link with an interstitial needs a click', async () => {
    const url = await link({ requires_interstitial: true, redirect_to_url: APP })
    const visitor = browser(emulator)
    expect((await visitor.get(url)).status).toBe(200)
    expect(visitor.cookies.size).toBe(0)
    const answer = await visitor.submit(new URL(url).pathname + new URL(url).search, {})
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, APP])
  })

  test('a link creates its user and confirms the address', async () => {
    const url = await link({ email: 'new@x.test', user_signup_query_parameters: { from: 'mail' } })
    await browser(emulator).get(url)
    const { body } = await backend(emulator, 'GET', 'user/email?email=new@x.test')
    expect(body).toMatchObject({ email_confirmed: true, has_password: false })
  })

  test('a link of a disabled user does not log in', async () => {
    const url = await link({})
    await backend(emulator, 'POST', `user/${noOrg.userId}/disable`)
    const visitor = browser(emulator)
    expect((await visitor.get(url)).status).toBe(403)
    expect(visitor.cookies.size).toBe(0)
  })

  test('a token of one purpose is rejected for another', async () => {
    const token = new URL(await link({})).searchParams.get('t')
    expect((await browser(emulator).get(`/confirm_email?t=${token}`)).status).toBe(400)
  })
})
