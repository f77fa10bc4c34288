import { folderOfTest } from 'test-kit/temporary-folder'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, browser, read, rt, testEmulator } from '../../test/fixture.js'
import { createEmulator, type Emulator, PERSONA_PASSWORD, PERSONAS, startServer } from '../index.js'

// THREATS: on a network no token comes without the control key.
const emulator = testEmulator({ protectControl: true })
afterAll(() => emulator.close())
const personas = Object.values(PERSONAS)
const { owner } = PERSONAS
const bearer = `Bearer ${emulator.apiKey}`
const basic = (name: string, password: string): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`

const logIn = (to: Emulator, email: string, password: string) => browser(to).submit('/login', { email, password })

describe('without the control key', () => {
  test.each([
    ['GET', '/_emulator'],
    ['POST', '/_emulator'],
    ['GET', '/_emulator/users'],
    ['POST', '/_emulator/users'],
    ['GET', `/_emulator/users/${owner.userId}`],
    ['POST', `/_emulator/users/${owner.userId}`],
    ['GET', '/_emulator/orgs'],
    ['POST', '/_emulator/orgs'],
    ['GET', '/_emulator/orgs/x'],
    ['POST', '/_emulator/orgs/x'],
    ['GET', '/_emulator/tokens'],
    ['POST', '/_emulator/tokens'],
    ['GET', '/_emulator/roles'],
    ['POST', '/_emulator/roles'],
    ['GET', '/_emulator/settings'],
    ['POST', '/_emulator/settings'],
    ['GET', '/_emulator/state'],
    ['POST', '/_emulator/state'],
    ['GET', '/_emulator/environment'],
    ['GET', '/_emulator/seed'],
    ['DELETE', '/_emulator/clock'],
    ['POST', '/_emulator/lock'],
    ['POST', '/_emulator/token/verify'],
    ['POST', '/_emulator/token'],
    ['POST', '/_emulator/login_as'],
    ['GET', '/_emulator/requests'],
    ['DELETE', '/_emulator/requests'],
    ['POST', '/_emulator/reset'],
    ['GET', '/_emulator/snapshots'],
    ['POST', '/_emulator/snapshots'],
    ['POST', '/_emulator/snapshots/x/restore'],
    ['DELETE', '/_emulator/snapshots/x'],
    ['GET', '/_emulator/status'],
    ['GET', '/_emulator/keys'],
    ['POST', '/_emulator/token/verify'],
    ['GET', '/_emulator/seed'],
    ['POST', '/_emulator/seed'],
    ['GET', '/_emulator/users'],
    ['POST', '/_emulator/users'],
    ['GET', '/_emulator/users/owner'],
    ['GET', '/_emulator/orgs'],
    ['POST', '/_emulator/orgs'],
    ['DELETE', '/_emulator/clock'],
    ['GET', '/_emulator/mail'],
    ['GET', '/_emulator/sms'],
    ['GET', '/_emulator/totp?user=owner'],
    ['GET', '/_emulator/mcp'],
    ['POST', '/_emulator/mcp/token'],
    ['GET', '/_emulator/webhooks'],
    ['POST', '/_emulator/webhooks'],
    ['POST', '/_emulator/webhooks/endpoints'],
    ['POST', '/_emulator/webhooks/send'],
    ['GET', '/_emulator/webhooks/deliveries/x'],
    ['POST', '/_emulator/clock'],
    ['GET', '/_emulator/faults'],
    ['POST', '/_emulator/faults'],
    ['DELETE', '/_emulator/faults'],
    ['POST', '/_emulator/faults/release'],
    ['GET', '/_emulator/anything'],
    ['POST', '/%5Femulator/token'],
    ['GET', '/signup'],
    ['POST', '/signup'],
    ['GET', '/signup?rt=x'],
  ])('%s %s is 401 with a Basic challenge', async (method, path) => {
    for (const given of [undefined, bearer.slice(0, -1), basic('', ''), basic(emulator.apiKey, ''), basic('x', 'x')]) {
      const headers: Record<string, string> = given === undefined ? {} : { Authorization: given }
      const body = method === 'GET' ? {} : { body: JSON.stringify({ user: 'owner', user_id: owner.userId }) }
      const answer = await read(await emulator.fetch(`${emulator.authUrl}${path}`, { method, headers, ...body }))
      expect([answer.status, answer.body.error_code], given).toEqual([401, 'unauthorized'])
      expect(answer.headers.get('WWW-Authenticate')).toMatch(/^Basic realm=/)
      expect(answer.headers.getSetCookie()).toEqual([])
    }
  })

  test('a browser without the key gets a page that explains it', async () => {
    const headers = { Accept: 'text/html,application/xhtml+xml' }
    const { status, body } = await read(await emulator.fetch(`${emulator.authUrl}/_emulator`, { headers }))
    expect(status).toBe(401)
    expect(body).toContain('It is the API key, which the')
    expect(body).not.toContain(emulator.apiKey)
  })

  test('the documented password is rejected for every persona, with the reason', async () => {
    for (const { email } of personas) {
      const answer = await logIn(emulator, email, PERSONA_PASSWORD)
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([401, []])
      expect(answer.body).toContain('not accepted while other machines can connect')
    }
  })

  test('the documented password is rejected for users of a seed and of the backend API, too', async () => {
    const seed = { users: [{ key: 'ada', email: 'ada@x.test', password: PERSONA_PASSWORD }] }
    await using seeded = testEmulator({ protectControl: true, seed })
    expect((await logIn(seeded, 'ada@x.test', PERSONA_PASSWORD)).status).toBe(401)
    await backend(seeded, 'POST', 'user/', { email: 'bob@x.test', email_confirmed: true, password: PERSONA_PASSWORD })
    expect((await logIn(seeded, 'bob@x.test', PERSONA_PASSWORD)).status).toBe(401)
    await backend(seeded, 'POST', 'user/', { email: 'eve@x.test', email_confirmed: true, password: 'one of her own' })
    expect((await logIn(seeded, 'eve@x.test', 'one of her own')).status).toBe(303)
  })

  test('a correct password with an unconfirmed address does not show the link of the message', async () => {
    const form = { email: 'unconfirmed@x.test', password: 'long enough' }
    await backend(emulator, 'POST', 'user/', form)
    const { status, body } = await browser(emulator).submit('/login', form)
    expect(status).toBe(403)
    expect(body).not.toContain('confirm_email?t=')
    expect(body).toContain('href="/_emulator/mail"')
  })

  test('the login page lists no users', async () => {
    const { body } = await browser(emulator).get('/login')
    for (const { email, userId } of personas) {
      expect(body).not.toContain(email)
      expect(body).not.toContain(userId)
    }
  })

  test('a sign-up that an app starts needs the key, too', async () => {
    const query = new URLSearchParams({ redirect_uri: 'http://localhost:3000/back', state: 's', signup: 'true' })
    const visitor = browser(emulator)
    const { headers } = await visitor.get(`/propelauth/ssr/authorize?${query}`)
    expect((await visitor.get(headers.get('Location') ?? '')).status).toBe(401)
  })

  test('the frontend API refuses to sign users up, and rejects the documented password', async () => {
    const post = async (path: string, body: object) =>
      read(await emulator.fetch(`${emulator.authUrl}/api/fe/v3${path}`, { method: 'POST', body: JSON.stringify(body) }))
    const signup = await post('/signup', { email: 'new-one@x.test', password: 'long enough' })
    expect([signup.body.error_code, signup.headers.getSetCookie()]).toEqual(['action_disabled', []])
    const { users } = emulator.counts()
    const byLink = await post('/login_passwordless', { email: 'new-one@x.test', create_if_doesnt_exist: true })
    expect([byLink.body.error_code, emulator.counts().users]).toEqual(['action_disabled', users])
    const login = await post('/login', { email: owner.email, password: PERSONA_PASSWORD })
    expect([login.body.error_code, login.headers.getSetCookie()]).toEqual(['user_not_found', []])
    expect((await post('/login', { email: owner.email, password: emulator.personaPassword })).status).toBe(200)
    const user = { email: 'public@x.test', email_confirmed: true, password: PERSONA_PASSWORD }
    await backend(emulator, 'POST', 'user/', user)
    expect((await post('/login', user)).body.error_code).toBe('user_not_found')
  })

  test('public routes stay public', async () => {
    for (const path of ['/readyz', '/.well-known/jwks.json', '/login', '/_emulator/style.css'])
      expect((await emulator.fetch(`${emulator.authUrl}${path}`)).status, path).toBe(200)
  })
})

let signups = 0

describe('with the control key', () => {
  test.each([
    ['as a bearer token', bearer],
    ['as the password of a prompt', basic('', emulator.apiKey)],
    ['with any name', basic('me', emulator.apiKey)],
  ])('%s everything works', async (_, Authorization) => {
    const call = (method: string, path: string, body?: BodyInit) =>
      emulator.fetch(`${emulator.authUrl}${path}`, { method, headers: { Authorization }, ...(body ? { body } : {}) })
    const page = await call('GET', '/_emulator')
    expect([page.status, page.headers.get('WWW-Authenticate')]).toEqual([200, null])
    expect((await call('POST', '/_emulator/token', '{"user":"owner"}')).status).toBe(200)
    expect((await call('POST', '/_emulator/reset')).status).toBe(200)
    const login = await call('POST', '/_emulator/login_as', new URLSearchParams({ user_id: owner.userId }))
    expect(login.headers.getSetCookie()[0]).toMatch(/^refresh_token=/)
    const form = { email: `new-${++signups}@x.test`, password: 'long enough' }
    expect((await call('POST', `/signup?${rt('http://localhost:3000/')}`, new URLSearchParams(form))).status).toBe(303)
  })

  test('a page of another origin cannot use the key that a browser has stored', async () => {
    for (const origin of ['https://evil.example', 'http://localhost:3000', 'null']) {
      const headers = { Authorization: basic('', emulator.apiKey), Origin: origin }
      for (const path of ['/_emulator/token', '/_emulator/login_as', '/signup'])
        expect((await emulator.fetch(`${emulator.authUrl}${path}`, { method: 'POST', headers })).status).toBe(403)
    }
  })

  test('the backend API does not accept Basic authentication', async () => {
    const headers = { Authorization: basic('', emulator.apiKey) }
    expect((await emulator.fetch(`${emulator.authUrl}/api/backend/v1/user/query`, { headers })).status).toBe(401)
  })
})

describe('the password of the personas', () => {
  let data = ''
  beforeEach(() => {
    data = folderOfTest()
  })

  test('is random and stays the same after a reset', async () => {
    const other = createEmulator({ protectControl: true })
    await other.close()
    expect(emulator.personaPassword).toMatch(/^[0-9a-f]{24}$/)
    expect(emulator.personaPassword).not.toBe(other.personaPassword)
    emulator.reset()
    for (const { email } of personas) expect((await logIn(emulator, email, emulator.personaPassword)).status).toBe(303)
  })

  test('changes with protectControl on the same data directory', async () => {
    const passwords = new Set<string>()
    for (const protectControl of [false, true, true, false, true]) {
      await using kept = createEmulator({ data, protectControl })
      passwords.add(kept.personaPassword)
      const wrong = protectControl ? PERSONA_PASSWORD : 'f'.repeat(24)
      expect((await logIn(kept, owner.email, kept.personaPassword)).status).toBe(303)
      expect((await logIn(kept, owner.email, wrong)).status).toBe(401)
    }
    expect(passwords.size).toBe(2)
  })

  test('a changed password stays', async () => {
    const first = createEmulator({ data })
    await backend(first, 'PUT', `user/${owner.userId}/password`, { password: 'of my own choice' })
    await first.close()
    for (const protectControl of [true, false]) {
      await using kept = createEmulator({ data, protectControl })
      expect((await logIn(kept, owner.email, 'of my own choice')).status).toBe(303)
    }
  })
})

describe('protection by listening address', () => {
  test.each([undefined, 'localhost', '127.0.0.1', '::1', '[::1]', '127.0.0.2'])(
    '%s is loopback: not protected',
    async (host) => {
      await using server = await startServer({ port: 0, ...(host === undefined ? {} : { host }) })
      expect([server.exposed, server.emulator.personaPassword]).toEqual([false, PERSONA_PASSWORD])
    },
  )

  test.each(['0.0.0.0', '::', '0', '::ffff:0.0.0.0'])('%s is not loopback: protected', async (host) => {
    await using server = await startServer({ port: 0, host, authUrl: 'http://localhost:4460' })
    expect(server.exposed).toBe(true)
    expect(server.emulator.personaPassword).not.toBe(PERSONA_PASSWORD)
    const mint = { method: 'POST', body: '{"user":"owner"}' }
    expect((await fetch(`http://127.0.0.1:${server.port}/_emulator/token`, mint)).status).toBe(401)
  })

  describe.each([
    ['a tunnel', { authUrl: 'https://demo.ngrok.app' }],
    ['a tunnel of another service', { authUrl: 'https://four-words.trycloudflare.com' }],
    ['a host of the local network', { authUrl: 'http://192.168.1.7:4460' }],
    ['a name that only begins like loopback', { authUrl: 'http://localhost.evil.example' }],
    ['a further host', { allowedHosts: ['localhost', 'demo.ngrok.app'] }],
    ['a further host in capitals', { allowedHosts: ['Demo.Ngrok.App'] }],
  ])('behind %s, on loopback', (_, options) => {
    const mint = { method: 'POST', body: '{"user":"owner"}' }

    test('no token comes without the control key', async () => {
      await using server = await startServer({ port: 0, ...options })
      expect(server.exposed).toBe(true)
      const at = `http://127.0.0.1:${server.port}`
      for (const path of ['/_emulator/token', '/_emulator/login_as', '/signup'])
        expect((await fetch(at + path, mint)).status, path).toBe(401)
      const headers = { Authorization: `Bearer ${server.emulator.apiKey}` }
      expect((await fetch(`${at}/_emulator/token`, { ...mint, headers })).status).toBe(200)
      expect(await (await fetch(`${at}/login`)).text()).not.toContain('login_as')
      const login = await logIn(server.emulator, owner.email, server.emulator.personaPassword)
      expect(login.status).toBe(303)
    })

    test('protectControl decides if it is given', async () => {
      await using open = await startServer({ port: 0, ...options, protectControl: false })
      expect((await fetch(`http://127.0.0.1:${open.port}/_emulator/token`, mint)).status).toBe(200)
      await using closed = await startServer({ port: 0, ...options, protectControl: true })
      expect(closed.emulator.personaPassword).not.toBe(PERSONA_PASSWORD)
    })
  })

  test.each([
    { authUrl: 'http://localhost:4460' },
    { authUrl: 'http://app.localhost:4460', allowedHosts: ['127.0.0.1'] },
    { authUrl: 'https://127.0.0.1', allowedHosts: ['[::1]', 'LOCALHOST'] },
    { allowedHosts: [] },
  ])('names of loopback are not protected: %j', async (options) => {
    await using server = await startServer({ port: 0, ...options })
    expect([server.exposed, server.emulator.personaPassword]).toEqual([false, PERSONA_PASSWORD])
  })

  test('protection is mandatory beyond loopback and optional on loopback', async () => {
    const open = startServer({ port: 0, host: '0.0.0.0', protectControl: false })
    await expect(open).rejects.toThrow('protectControl cannot be false on 0.0.0.0: other machines can connect there')
    await expect(startServer({ port: 0, host: '' })).rejects.toThrow('host is empty')
    await using server = await startServer({ port: 0, protectControl: true })
    expect([server.exposed, (await fetch(`${server.emulator.authUrl}/_emulator`)).status]).toEqual([false, 401])
  })
})
