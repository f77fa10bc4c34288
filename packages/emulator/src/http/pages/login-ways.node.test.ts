import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, browser, rt, testEmulator } from '../../../test/fixture.js'
import { oneOfEachShape } from '../../../test/xss-strings.js'
import { PERSONAS } from '../../index.js'

const APP = 'http://localhost:3000/after?x=1'
const { owner } = PERSONAS
const emulator = testEmulator()
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())

const linkTo = (email: string): string => {
  const { pathname, search } = new URL(emulator.mail(email)[0]?.link ?? '')
  return pathname + search
}

describe('a forgotten password', () => {
  test('is replaced by the link of a message, which logs in and returns to the app', async () => {
    const visitor = browser(emulator)
    const page = await visitor.get(`/login?${rt(APP)}`)
    const [, form = ''] = /href="(\/forgot_password\?[^"]+)"/.exec(page.body) ?? []
    expect((await visitor.get(form)).body).toContain('<label for="email">')
    expect((await visitor.submit(form, { email: owner.email.toUpperCase() })).status).toBe(200)
    const link = linkTo(owner.email)
    expect((await visitor.get(link)).status).toBe(200)
    const answer = await visitor.submit(link, { password: 'a new password' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, APP])
    expect((await visitor.get('/api/v1/refresh_token')).body.user.user_id).toBe(owner.userId)
    const logIn = (password: string) => browser(emulator).submit('/login', { email: owner.email, password })
    expect((await logIn(owner.password)).status).toBe(401)
    expect((await logIn('a new password')).status).toBe(303)
  })

  test('a link works once, and not for another purpose', async () => {
    const visitor = browser(emulator)
    await visitor.submit('/forgot_password', { email: owner.email })
    const link = linkTo(owner.email)
    expect((await visitor.get(link.replace('/reset_password', '/magic_link'))).status).toBe(400)
    expect((await visitor.submit(link, { password: 'a new password' })).status).toBe(303)
    expect((await visitor.get(link)).status).toBe(400)
    expect((await visitor.submit(link, { password: 'another password' })).status).toBe(400)
    const login = await browser(emulator).submit('/login', { email: owner.email, password: 'another password' })
    expect(login.status).toBe(401)
  })

  test('a refused password leaves the link valid', async () => {
    const visitor = browser(emulator)
    await visitor.submit('/forgot_password', { email: owner.email })
    const link = linkTo(owner.email)
    const refused = await visitor.submit(link, { password: 'short' })
    expect(refused.status).toBe(400)
    expect(refused.body).toContain('id="password-error"')
    expect((await visitor.submit(link, { password: 'a new password' })).status).toBe(303)
  })

  test('a new password ends all sessions', async () => {
    const other = browser(emulator)
    await other.submit('/login', { email: owner.email, password: owner.password })
    const visitor = browser(emulator)
    await visitor.submit('/forgot_password', { email: owner.email })
    await visitor.submit(linkTo(owner.email), { password: 'a new password' })
    expect((await other.get('/api/v1/refresh_token')).status).toBe(401)
    expect((await visitor.get('/api/v1/refresh_token')).status).toBe(200)
  })

  test('the link does not log in a disabled user, and asks for the second factor', async () => {
    const visitor = browser(emulator)
    await visitor.submit('/forgot_password', { email: owner.email })
    await backend(emulator, 'POST', `user/${owner.userId}/disable`)
    expect((await visitor.submit(linkTo(owner.email), { password: 'a new password' })).status).toBe(403)
    expect(visitor.cookies.size).toBe(0)
    const users = [{ key: 'a', email: 'a@x.test', password: 'long enough', mfa_secret: 'GEZDGNBVGY3TQOJQ' }]
    await using strict = testEmulator({ seed: { users } })
    const careful = browser(strict)
    await careful.submit('/forgot_password', { email: 'a@x.test' })
    const { pathname, search } = new URL(strict.mail('a@x.test')[0]?.link ?? '')
    const asked = await careful.submit(pathname + search, { password: 'a new password' })
    expect(asked.body).toContain('Six-digit code')
    expect(careful.cookies.size).toBe(0)
  })

  test('the answer does not tell whether there is an account', async () => {
    const ask = async (email: string) => {
      const { status, body } = await browser(emulator).submit('/forgot_password', { email })
      return [status, body.replaceAll(email, '').replaceAll(encodeURIComponent(email), '')]
    }
    expect(await ask('unknown@x.test')).toEqual(await ask(owner.email))
    expect(emulator.mail('unknown@x.test')).toEqual([])
  })

  test.each(['', 'x', 'a@b', ...oneOfEachShape()])('%j is no address, and stays text', async (email) => {
    const { status, body } = await browser(emulator).submit('/forgot_password', { email })
    expect(status).toBe(400)
    expect(body).not.toMatch(/<(script|img|svg|iframe|math)/)
  })

  test('where other machines can connect, the page has no link of the message', async () => {
    await using exposed = testEmulator({ protectControl: true })
    const { body } = await browser(exposed).submit('/forgot_password', { email: owner.email })
    expect(body).not.toContain('reset_password?t=')
    expect(exposed.mail(owner.email)).toHaveLength(1)
  })
})

describe('a link to log in', () => {
  test('comes by mail from the login page, and leads to the app', async () => {
    const visitor = browser(emulator)
    const page = await visitor.get(`/login?${rt(APP)}`)
    const [, form = ''] = /href="(\/login\/link\?[^"]+)"/.exec(page.body) ?? []
    expect((await visitor.get(form)).status).toBe(200)
    await visitor.submit(form, { email: owner.email })
    const answer = await visitor.get(linkTo(owner.email))
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, APP])
    expect((await visitor.get('/api/v1/refresh_token')).body.user.user_id).toBe(owner.userId)
  })

  test('is sent to users only, with the same answer for others', async () => {
    expect((await browser(emulator).submit('/login/link', { email: 'unknown@x.test' })).status).toBe(200)
    expect(emulator.mail('unknown@x.test')).toEqual([])
    expect((await browser(emulator).submit('/login/link', { email: 'x' })).status).toBe(400)
  })

  test('is not offered with has_passwordless_login: false', async () => {
    emulator.changeSettings({ has_passwordless_login: false })
    const visitor = browser(emulator)
    expect((await visitor.get('/login')).body).not.toContain('/login/link')
    expect((await visitor.get('/login/link')).status).toBe(403)
    expect((await visitor.submit('/login/link', { email: owner.email })).status).toBe(403)
    expect(emulator.mail(owner.email)).toEqual([])
  })
})

test('with has_password_login: false there are no passwords on login and sign-up', async () => {
  emulator.changeSettings({ has_password_login: false })
  const visitor = browser(emulator)
  const login = await visitor.get('/login')
  expect(login.body).not.toContain('type="password"')
  expect(login.body).not.toContain('/forgot_password')
  expect((await visitor.submit('/login', { email: owner.email, password: owner.password })).status).toBe(401)
  expect((await visitor.get('/signup')).body).not.toContain('type="password"')
  expect((await visitor.submit('/signup', { email: 'new@x.test', password: 'ignored one' })).status).toBe(403)
  const { body } = await backend(emulator, 'GET', 'user/email?email=new@x.test')
  expect(body.has_password).toBe(false)
})
