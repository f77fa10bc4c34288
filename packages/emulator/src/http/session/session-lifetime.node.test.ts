import { folderOfTest } from 'test-kit/temporary-folder'
import { describe, expect, test } from 'vitest'
import { appServer } from '../../../test/app-server.js'
import { type Browser, browser, testEmulator } from '../../../test/fixture.js'
import { createEmulator, DEFAULT_SEED, PERSONAS, type SeedSettings } from '../../index.js'

const { email, password } = PERSONAS.owner
const DAY = 86_400_000

/** A signed-in browser and its app, on a clock that the test moves. */
async function signedIn(settings: SeedSettings = {}) {
  const clock = { now: Date.parse('2026-01-01T00:00:00Z') }
  const emulator = testEmulator({ now: () => clock.now, seed: { ...DEFAULT_SEED, settings } })
  const visitor = browser(emulator)
  await visitor.submit('/login', { email, password })
  const app = appServer(emulator)
  const refresh = await app.start(visitor)
  const statuses = async () => [
    (await app.refresh(refresh)).status,
    (await visitor.get('/api/v1/refresh_token')).status,
  ]
  return { emulator, clock, visitor, app, refresh, statuses, [Symbol.asyncDispose]: () => emulator.close() }
}

test('the time starts again with every refresh, for all apps of the session', async () => {
  await using session = await signedIn()
  for (let i = 0; i < 5; i += 1) {
    session.clock.now += 13 * DAY
    expect((await session.app.refresh(session.refresh)).status).toBe(200)
  }
  session.clock.now += 14 * DAY - 1000
  expect(await session.statuses()).toEqual([200, 200])
  session.clock.now += 14 * DAY
  expect(await session.statuses()).toEqual([401, 401])
})

test('with AfterLogin the time starts at the login, also for an app that joins later', async () => {
  await using session = await signedIn({ user_autologout_type: 'AfterLogin', session_days: 2 })
  session.clock.now += 2 * DAY - 1000
  const late = await session.app.start(session.visitor)
  expect(await session.statuses()).toEqual([200, 200])
  session.clock.now += 1000
  expect(await session.statuses()).toEqual([401, 401])
  expect((await session.app.refresh(late)).status).toBe(401)
})

test.each([
  ['AfterInactivity', 14 * 86_400],
  ['AfterLogin', 4 * 86_400],
] as const)('with %s a refresh in the browser gives its cookie the remaining time', async (type, seconds) => {
  await using session = await signedIn({ user_autologout_type: type })
  session.clock.now += 10 * DAY
  const { headers } = await session.visitor.get('/api/v1/refresh_token')
  expect(headers.getSetCookie()).toEqual([expect.stringContaining(`; Max-Age=${seconds}; Path=/; HttpOnly`)])
})

test('a session can be longer than the longest lifetime of a cookie', async () => {
  await using session = await signedIn({ session_days: 1000 })
  expect(await session.statuses()).toEqual([200, 200])
})

test('a code is valid for 60 seconds, or for as long as the project says', async () => {
  await using session = await signedIn()
  const exchangeAfter = async (seconds: number) => {
    const { headers } = await session.visitor.get(session.app.authorizePath())
    session.clock.now += seconds * 1000
    return (await session.app.exchange(new URL(headers.get('Location') ?? '').searchParams.get('code'))).status
  }
  expect([await exchangeAfter(59), await exchangeAfter(60)]).toEqual([200, 400])
  session.emulator.changeSettings({ ssr_code_seconds: 300 })
  expect([await exchangeAfter(299), await exchangeAfter(300)]).toEqual([200, 400])
})

test('sessions of browser and app survive a restart, and end together', async () => {
  const data = folderOfTest()
  const first = createEmulator({ data })
  const before = browser(first)
  await before.submit('/login', { email, password })
  const token = await appServer(first).start(before)
  const cookie = before.cookies.get('refresh_token')
  await first.close()

  await using second = createEmulator({ data })
  const app = appServer(second)
  const inBrowser = () =>
    second.fetch(`${second.authUrl}/api/v1/refresh_token`, { headers: { Cookie: `refresh_token=${cookie}` } })
  expect([(await app.refresh(token)).status, (await inBrowser()).status]).toEqual([200, 200])
  await app.logOut(token)
  expect([(await app.refresh(token)).status, (await inBrowser()).status]).toEqual([401, 401])
})

describe('a login in a browser that is signed in', () => {
  const loginAs = (visitor: Browser, { userId }: { userId: string }) =>
    visitor.submit('/_emulator/login_as', { user_id: userId })

  test('as another user ends the session of the first one for its apps', async () => {
    await using session = await signedIn()
    await loginAs(session.visitor, PERSONAS.member)
    expect((await session.app.refresh(session.refresh)).status).toBe(401)
    const { body } = await session.visitor.get('/api/v1/refresh_token')
    expect(body.user.user_id).toBe(PERSONAS.member.userId)
  })

  test('as the same user keeps the apps, and a logout ends all of them', async () => {
    await using session = await signedIn()
    await loginAs(session.visitor, PERSONAS.owner)
    const later = await session.app.start(session.visitor)
    expect(await session.statuses()).toEqual([200, 200])
    await session.visitor.submit('/logout', {})
    expect(await session.statuses()).toEqual([401, 401])
    expect((await session.app.refresh(later)).status).toBe(401)
  })
})
