// Many isolates in front of one service over HTTP: instances with a memory of their own, and browsers with cookies.
import { createPropelAuth } from '@propelauth-edge/core'
import type { RefreshTokenMode } from '@propelauth-edge/emulator'
import { createRandom } from 'test-kit/random'
import { describe, expect, test } from 'vitest'
import { createSessions, type Session, type Sessions } from '../src/index.js'
import { createCookieJar } from './cookie-jar.js'
import { appUrl, type RunningService, startService } from './running-service.js'

/** An instance that shares nothing with any other. Calls go over real HTTP. */
function createIsolate({ emulator, clock }: RunningService): Sessions {
  const { authUrl, apiKey, verifierKey } = emulator
  return createSessions(createPropelAuth({ authUrl, verifierKey, now: clock.now }), { apiKey, appUrl })
}

const ask = (isolate: Sessions, cookie: string): Promise<Session> =>
  isolate.getSession(new Request(appUrl, { headers: { cookie } }))

const statusesOf = (sessions: readonly Session[]) => [...new Set(sessions.map(({ status }) => status))]

describe.each(['reuse', 'rotate-with-grace', 'strict'] as RefreshTokenMode[])('refresh tokens: %s', (mode) => {
  test('100 parallel requests with an expired access token cost one refresh in an isolate, and end no session', async () => {
    await using service = await startService(mode)
    const isolate = createIsolate(service)
    let cookie = await service.logIn()
    for (let hour = 1; hour <= 3; hour++) {
      service.clock.advance(3_600)
      const sessions = await Promise.all(Array.from({ length: 100 }, () => ask(isolate, cookie)))
      expect(statusesOf(sessions)).toEqual(['active'])
      expect(new Set(sessions.map(({ accessToken }) => accessToken)).size).toBe(1)
      expect(service.countRefreshes()).toBe(hour)
      // A request that comes late with the old cookies.
      service.clock.advance(50)
      expect((await ask(isolate, cookie)).status).toBe('active')
      expect(service.countRefreshes()).toBe(hour)
      const jar = createCookieJar(service.clock.now)
      for (const session of sessions) jar.store(session.apply(new Response()))
      cookie = jar.header
    }
  })
})

/** A browser whose requests reach any isolate. Answers arrive in any order. */
function createVisitor(cookie: string, isolates: readonly Sessions[], { clock }: RunningService, seed: number) {
  const random = createRandom(seed)
  const jar = createCookieJar(clock.now)
  for (const pair of cookie.split('; ')) jar.set(...(pair.split('=', 2) as [string, string]))
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random.fraction() * items.length)] as Item

  async function visit(header: string) {
    const [isolate, arriveAt] = [pick(isolates), random.fraction()]
    return { isolate, arriveAt, session: await ask(isolate, header) }
  }
  return {
    /** Five requests at once, and one that was held up with the cookies from before. */
    async load(): Promise<{ readonly sessions: readonly Session[]; readonly isolateCount: number }> {
      const before = jar.header
      const visits = await Promise.all(Array.from({ length: 5 }, () => visit(before)))
      clock.advance(20)
      visits.push(await visit(before))
      for (const { session } of visits.toSorted((one, other) => one.arriveAt - other.arriveAt))
        jar.store(session.apply(new Response()))
      return {
        sessions: visits.map(({ session }) => session),
        isolateCount: new Set(visits.map(({ isolate }) => isolate)).size,
      }
    },
  }
}

test.each(['reuse', 'rotate-with-grace'] as RefreshTokenMode[])(
  'refresh tokens: %s. A day of visits to 20 isolates ends no session',
  async (mode) => {
    await using service = await startService(mode)
    const isolates = Array.from({ length: 20 }, () => createIsolate(service))
    const cookies: string[] = []
    for (let count = 0; count < 4; count++) cookies.push(await service.logIn())
    const visitors = cookies.map((cookie, index) => createVisitor(cookie, isolates, service, 20_261_129 + index))
    for (let load = 0; load < 24; load++) {
      service.clock.advance(3_600)
      for (const visitor of visitors) {
        const before = service.countRefreshes()
        const { sessions, isolateCount } = await visitor.load()
        expect(statusesOf(sessions)).toEqual(['active'])
        // Each isolate asks the service for itself, and once for a browser.
        expect(service.countRefreshes() - before).toBe(isolateCount)
      }
    }
  },
  120_000,
)
