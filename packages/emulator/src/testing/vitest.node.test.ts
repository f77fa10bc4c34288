import { decodeJwt } from 'jose'
import { describe, onTestFinished, vi } from 'vitest'
import { backend } from '../../test/fixture.js'
import { type Emulator, PERSONAS, ProductionError } from '../index.js'
import { createTest, expect, test } from '../vitest.js'
import { startInProcess } from './start-emulator.js'
import { EmulatorTestError } from './test-error.js'

const jwks = ({ authUrl }: Emulator) => `${authUrl}/.well-known/jwks.json`
const addUser = (emulator: Emulator) => backend(emulator, 'POST', 'user/', { email: 'extra@x.test' })

test('the emulator answers in this process and opens no socket', async ({ emulator }) => {
  const answer = await emulator.fetch(jwks(emulator))
  expect(answer.status).toBe(200)
  // Another emulator may have the port. It has other keys.
  const answerOfPort = await fetch(jwks(emulator)).then(
    (found) => found.text(),
    () => undefined,
  )
  expect(answerOfPort).not.toBe(await answer.text())
})

describe.each(['first', 'second'])('the %s of two tests', () => {
  test('sees the seed alone, although each adds a user', async ({ emulator }) => {
    expect(emulator.counts().users).toBe(5)
    await addUser(emulator)
    expect(emulator.counts().users).toBe(6)
  })
})

describe('concurrent tests', () => {
  const seen = new Set<Emulator>()
  for (const name of ['one', 'other'])
    test.concurrent(`${name} has an emulator of its own`, async ({ emulator, expect }) => {
      seen.add(emulator)
      await addUser(emulator)
      await vi.waitFor(() => expect(seen.size).toBe(2), { timeout: 20_000 })
      expect(emulator.counts().users).toBe(6)
    })
})

test('the emulators of a process have the same signing key, and other API keys', async ({ emulator }) => {
  await using other = startInProcess({})
  expect(other.jwks).toEqual(emulator.jwks)
  expect(other.apiKey).not.toBe(emulator.apiKey)
})

test('mint signs a token of the user', async ({ mint }) => {
  expect(decodeJwt(await mint('admin')).user_id).toBe(PERSONAS.admin.userId)
})

test('clock, faults and inbox are those of the emulator', async ({ emulator, clock, faults, inbox, mint }) => {
  clock.advanceTo('2030-01-01T00:00:00Z')
  clock.advance({ minutes: 31 })
  expect(decodeJwt(await mint('admin')).iat).toBeCloseTo(Date.UTC(2030, 0, 1, 0, 31) / 1_000, -1)
  faults.add({ group: 'keys', fault: 'server-error' })
  expect((await emulator.fetch(jwks(emulator))).status).toBe(500)
  faults.clear()
  expect((await emulator.fetch(jwks(emulator))).status).toBe(200)
  await backend(emulator, 'POST', 'user/', { email: 'new@x.test', send_email_to_confirm_email_address: true })
  expect((await inbox.waitForEmail({ to: 'new@x.test' })).kind).toBe('confirm_email')
})

test('a gate holds requests of the code under test, and a snapshot brings the state back', async ({
  emulator,
  faults,
}) => {
  const before = emulator.snapshot()
  const gate = faults.hold({ group: 'backend' })
  const adding = addUser(emulator)
  await gate.arrived()
  expect(emulator.counts().users).toBe(5)
  gate.open()
  await adding
  expect(emulator.counts().users).toBe(6)
  emulator.restore(before)
  expect(emulator.counts().users).toBe(5)
})

describe('options', () => {
  const mfa_secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  const seed = { version: 1, users: [{ key: 'ada', email: 'ada@x.test', mfa_secret }] } as const
  const seeded = createTest({ seed, now: () => Date.UTC(2026, 0) })

  seeded('a seed replaces the default users, and now is the start of the clock', async ({ emulator, mint, clock }) => {
    expect(emulator.counts().users).toBe(1)
    clock.advance({ seconds: 1 })
    expect(decodeJwt(await mint('ada')).iat).toBe(Date.UTC(2026, 0) / 1_000 + 1)
  })

  seeded('totp is the code of an authenticator app', async ({ totp }) => {
    expect(totp('ada')).toMatch(/^\d{6}$/)
  })

  createTest({ port: 0 })('with a port it listens', async ({ emulator }) => {
    expect((await fetch(jwks(emulator))).status).toBe(200)
    onTestFinished(() => expect(fetch(jwks(emulator))).rejects.toThrow())
  })
})

const ofFile = createTest({ port: 0 }, { scope: 'file' }).extend<{ app: { url: string } }>({
  app: [async ({ emulatorEnv }, use) => use({ url: `${emulatorEnv.PROPELAUTH_AUTH_URL}/app` }), { scope: 'file' }],
})

const second = createTest({}, { scope: 'file' })

describe('an emulator of the scope file', () => {
  ofFile.beforeAll(async ({ emulator, mint }) => {
    await addUser(emulator)
    expect(decodeJwt(await mint('extra@x.test')).email).toBe('extra@x.test')
  })

  ofFile('is started before the app of a fixture, and keeps what a test leaves', async ({ emulator, app, inbox }) => {
    expect(app.url).toBe(`${emulator.authUrl}/app`)
    expect(emulator.counts().users).toBe(6)
    await backend(emulator, 'POST', 'user/', { email: 'new@x.test', send_email_to_confirm_email_address: true })
    await inbox.waitForEmail({ to: 'new@x.test' })
  })

  ofFile('for the next test, which gets the next message', async ({ emulator, inbox }) => {
    expect(emulator.counts().users).toBe(7)
    await expect(inbox.waitForEmail({ to: 'new@x.test', timeoutMs: 0 })).rejects.toThrow('(returned before)')
  })

  ofFile('with a clock and faults that end with their test', async ({ emulator, clock, faults }) => {
    onTestFinished(() => expect(emulator.now()).toBeLessThan(Date.now() + 60_000))
    clock.advance({ days: 1 })
    faults.add({ group: 'keys', fault: 'server-error' })
    expect((await fetch(jwks(emulator))).status).toBe(500)
  })

  ofFile('so that they do not reach the next one', async ({ emulator }) => {
    expect(emulator.now()).toBeLessThan(Date.now() + 60_000)
    expect((await fetch(jwks(emulator))).status).toBe(200)
  })

  second.fails('cannot be in a file twice', () => {})
})

describe('signIn', () => {
  /** What a context of Playwright has. */
  const contextOf = () => {
    const cookies: { name: string; value: string }[] = []
    return {
      cookies,
      addCookies: async (added: typeof cookies) => void cookies.push(...added),
      request: { get: vi.fn() },
    }
  }

  test('gives a browser context the session of a user', async ({ emulator, signIn }) => {
    const context = contextOf()
    await signIn(context, 'admin')
    const headers = { Cookie: context.cookies.map(({ name, value }) => `${name}=${value}`).join('; ') }
    const account = await emulator.fetch(`${emulator.authUrl}/account`, { headers })
    expect(await account.text()).toContain(PERSONAS.admin.email)
  })

  test('of an unknown user is an error that lists the users', async ({ signIn }) => {
    await expect(signIn(contextOf(), 'admn')).rejects.toThrow('Users: owner, admin')
  })

  test('with a path as the login route asks for a URL', async ({ signIn }) => {
    const login = signIn(contextOf(), 'admin', { appLogin: '/api/auth/login' })
    await expect(login).rejects.toThrow(EmulatorTestError)
  })
})

test('emulatorEnv is the environment of an app', ({ emulator, emulatorEnv }) => {
  expect(emulatorEnv).toMatchObject({ PROPELAUTH_AUTH_URL: emulator.authUrl, PROPELAUTH_API_KEY: emulator.apiKey })
})

test('in production it does not start', () => {
  vi.stubEnv('NODE_ENV', 'production')
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(() => startInProcess({})).toThrow(ProductionError)
})
