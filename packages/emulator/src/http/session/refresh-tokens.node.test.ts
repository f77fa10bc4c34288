import { decodeJwt } from 'jose'
import { folderOfTest } from 'test-kit/temporary-folder'
import { describe, expect, test } from 'vitest'
import { appServer } from '../../../test/app-server.js'
import { browser, testEmulator } from '../../../test/fixture.js'
import { createEmulator, type EmulatorOptions, PERSONA_ORGS, PERSONAS, type RefreshTokenMode } from '../../index.js'

const { owner, noOrg } = PERSONAS
const START = Date.parse('2026-01-01T00:00:00Z')

/** A signed-in browser and the app that was started from it, on a clock that the test moves. */
async function signedIn(refreshTokens?: RefreshTokenMode, options: EmulatorOptions = {}) {
  const clock = { now: START }
  const modes = refreshTokens === undefined ? {} : { refreshTokens }
  const emulator = testEmulator({ now: () => clock.now, ...modes, ...options })
  const visitor = browser(emulator)
  await visitor.submit('/login', { email: owner.email, password: owner.password })
  const app = appServer(emulator)
  const statusOf = async (token: string) => (await app.refresh(token)).status
  const pass = (seconds: number): void => {
    clock.now += seconds * 1000
  }
  const close = () => emulator.close()
  return { emulator, visitor, app, statusOf, pass, first: await app.start(visitor), [Symbol.asyncDispose]: close }
}

describe('reuse, the default', () => {
  test.each([undefined, 'reuse'] as const)('with %j the token stays the same', async (mode) => {
    await using session = await signedIn(mode)
    for (let i = 0; i < 3; i += 1) {
      const { status, body } = await session.app.refresh(session.first)
      expect([status, body.refresh_token]).toEqual([200, session.first])
      expect(decodeJwt(body.access_token.access_token).user_id).toBe(owner.userId)
      session.pass(3600)
    }
  })
})

describe.each(['rotate-with-grace', 'strict'] as const)('%s', (mode) => {
  test('every refresh returns a new token, which works', async () => {
    await using session = await signedIn(mode)
    const tokens = [session.first]
    for (let i = 0; i < 4; i += 1) {
      const { status, body } = await session.app.refresh(tokens.at(-1) ?? '')
      expect(status).toBe(200)
      tokens.push(body.refresh_token)
    }
    expect(new Set(tokens).size).toBe(5)
  })

  test('a refusal for an organization does not replace the token', async () => {
    await using session = await signedIn(mode)
    const refused = await session.app.refresh(session.first, PERSONA_ORGS.globex.orgId)
    expect([refused.status, Object.keys(refused.body)]).toEqual([400, ['active_org_id']])
    const accepted = await session.app.refresh(session.first, PERSONA_ORGS.acme.orgId)
    expect(accepted.status).toBe(200)
    expect(decodeJwt(accepted.body.access_token.access_token).org_member_info).toMatchObject({ user_role: 'Owner' })
    expect(await session.statusOf(accepted.body.refresh_token)).toBe(200)
  })

  test('browser and app have tokens of their own: a refresh of one does not replace that of the other', async () => {
    await using session = await signedIn(mode)
    const before = session.visitor.cookies.get('refresh_token')
    for (let i = 0; i < 3; i += 1) expect((await session.visitor.get('/api/v1/refresh_token')).status).toBe(200)
    expect(session.visitor.cookies.get('refresh_token')).not.toBe(before)
    session.pass(600)
    expect(await session.statusOf(session.first)).toBe(200)
    expect((await session.visitor.get('/account')).status).toBe(200)
  })

  test('a logout with a token that was replaced ends the session everywhere', async () => {
    await using session = await signedIn(mode)
    const { body } = await session.app.refresh(session.first)
    session.pass(600)
    expect((await session.app.logOut(session.first)).status).toBe(200)
    expect(await session.statusOf(body.refresh_token)).toBe(401)
    expect((await session.visitor.get('/api/v1/refresh_token')).status).toBe(401)
  })

  test('a token that was replaced stays so in the mode reuse and over a restart', async () => {
    const data = folderOfTest()
    const clock = { now: START }
    const open = (refreshTokens: RefreshTokenMode) => createEmulator({ data, refreshTokens, now: () => clock.now })
    const before = open(mode)
    const visitor = browser(before)
    await visitor.submit('/login', { email: owner.email, password: owner.password })
    const first = await appServer(before).start(visitor)
    const { refresh_token: second } = (await appServer(before).refresh(first)).body
    await before.close()
    clock.now += 60_000
    await using after = open('reuse')
    const app = appServer(after)
    expect([(await app.refresh(first)).status, (await app.refresh(second)).status]).toEqual([401, 200])
  })
})

describe('rotate-with-grace', () => {
  test('a token that was replaced is accepted for 60 seconds, then refused, and the session goes on', async () => {
    await using session = await signedIn('rotate-with-grace')
    const { refresh_token: second } = (await session.app.refresh(session.first)).body
    session.pass(59)
    const { status, body } = await session.app.refresh(session.first)
    expect([status, new Set([session.first, second, body.refresh_token]).size]).toEqual([200, 3])
    session.pass(1)
    const refused = await session.app.refresh(session.first)
    expect([refused.status, refused.body.error_code]).toEqual([401, 'unauthorized'])
    expect([await session.statusOf(second), await session.statusOf(body.refresh_token)]).toEqual([200, 200])
  })

  test('the grace is a setting', async () => {
    const seed = { settings: { refresh_tokens: 'rotate-with-grace', refresh_token_grace_seconds: 5 } } as const
    await using session = await signedIn(undefined, {})
    session.emulator.changeSettings(seed.settings)
    await session.app.refresh(session.first)
    session.pass(4)
    expect(await session.statusOf(session.first)).toBe(200)
    session.pass(1)
    expect(await session.statusOf(session.first)).toBe(401)
  })

  test('requests in parallel with one token all succeed', async () => {
    await using session = await signedIn('rotate-with-grace')
    const statuses = await Promise.all(Array.from({ length: 20 }, () => session.statusOf(session.first)))
    expect(new Set(statuses)).toEqual(new Set([200]))
  })
})

describe('strict', () => {
  test('a token that was replaced is refused at once, and its reuse ends the session everywhere', async () => {
    await using session = await signedIn('strict')
    const { refresh_token: second } = (await session.app.refresh(session.first)).body
    const reused = await session.app.refresh(session.first)
    expect([reused.status, reused.body.error_code]).toEqual([401, 'unauthorized'])
    expect(await session.statusOf(second)).toBe(401)
    expect((await session.visitor.get('/api/v1/refresh_token')).status).toBe(401)
    const next = await session.visitor.get(session.app.authorizePath())
    expect(next.headers.get('Location')).toMatch(/^\/login\?/)
  })

  test('the reuse of a browser token ends the session of the app', async () => {
    await using session = await signedIn('strict')
    const Cookie = `refresh_token=${session.visitor.cookies.get('refresh_token')}`
    const refresh = () =>
      session.emulator.fetch(`${session.emulator.authUrl}/api/v1/refresh_token`, { headers: { Cookie } })
    expect([(await refresh()).status, (await refresh()).status]).toEqual([200, 401])
    expect(await session.statusOf(session.first)).toBe(401)
  })

  test('of requests in parallel with one token, one succeeds', async () => {
    await using session = await signedIn('strict')
    const statuses = await Promise.all(Array.from({ length: 20 }, () => session.statusOf(session.first)))
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
  })

  test('a made-up token ends nothing, and neither does the session of another login', async () => {
    await using session = await signedIn('strict')
    const other = browser(session.emulator)
    await other.submit('/login', { email: noOrg.email, password: noOrg.password })
    const stolen = await session.app.start(other)
    await session.app.refresh(stolen)
    expect([await session.statusOf('made up'), await session.statusOf(stolen)]).toEqual([401, 401])
    expect(await session.statusOf(session.first)).toBe(200)
  })
})

test.each([
  ['strikt', /refreshTokens must be reuse or rotate-with-grace or strict/],
  ['', /refreshTokens must be/],
])('the mode %j is refused', (mode, message) => {
  expect(() => createEmulator({ refreshTokens: mode as RefreshTokenMode })).toThrow(message)
})
