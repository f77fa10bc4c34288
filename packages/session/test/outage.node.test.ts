// The service is away for an hour, in front of three isolates and many browsers.
import { createPropelAuth, errorResponse } from '@propelauth-edge/core'
import { expect, test } from 'vitest'
import { createSessions, type Sessions } from '../src/index.js'
import { createCookieJar } from './cookie-jar.js'
import { appUrl, startService } from './running-service.js'

const ways = {
  'refuses connections': () => Promise.reject(new TypeError('fetch failed')),
  'answers 500': async () => new Response('', { status: 500 }),
  'answers 429 with Retry-After': async () => new Response('', { status: 429, headers: { 'retry-after': '20' } }),
  'answers with a page': async () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
  'redirects to a page': async () =>
    new Response(null, { status: 302, headers: { location: 'https://status.example' } }),
  'refuses the API key': async () => new Response('', { status: 401 }),
}

test.each(Object.entries(ways))(
  'a service that %s for an hour ends no session and breaks no page',
  async (_, fail) => {
    await using service = await startService('strict')
    const { authUrl, apiKey } = service.emulator
    let isAway = false
    const send = (url: string, init: RequestInit) => (isAway ? fail() : fetch(url, init))
    const isolates = Array.from({ length: 3 }, () =>
      createSessions(createPropelAuth({ authUrl, fetch: send, now: service.clock.now }), { apiKey, appUrl }),
    )
    // Logins in the half hour before: some access tokens expire at once, others are valid for a part of the hour.
    const visitors = []
    for (let count = 0; count < 12; count++) {
      const jar = createCookieJar(service.clock.now)
      const isolate = isolates[count % isolates.length] as Sessions
      for (const pair of (await service.logIn()).split('; ')) jar.set(...(pair.split('=', 2) as [string, string]))
      expect((await isolate.getSession(new Request(appUrl, { headers: { cookie: jar.header } }))).status).toBe('active')
      // With the clock tolerance of core.
      visitors.push({ jar, isolate, expiresAt: service.clock.now() + 1_810_000 })
      service.clock.advance(150)
    }

    /** A public page, and one for users alone. */
    async function visit({ jar, isolate }: (typeof visitors)[number]) {
      const request = new Request(appUrl, { headers: { cookie: jar.header, 'sec-fetch-mode': 'navigate' } })
      const session = await isolate.getSession(request)
      jar.store(session.apply(new Response()))
      const required = await isolate.requireSession(request).then(
        () => new Response(),
        (error) => errorResponse(error),
      )
      jar.store(required)
      return { session, required }
    }

    isAway = true
    let withUser = 0
    let withoutUser = 0
    for (let minute = 0; minute < 60; minute += 2) {
      for (const visitor of visitors) {
        const before = visitor.jar.header
        const { session, required } = await visit(visitor)
        const isValid = service.clock.now() < visitor.expiresAt
        expect(session.user !== null).toBe(isValid)
        expect(session.status).toBe(isValid && session.status === 'active' ? 'active' : 'unavailable')
        expect(required.status).toBe(isValid ? 200 : 503)
        expect(visitor.jar.header).toBe(before)
        isValid ? withUser++ : withoutUser++
      }
      service.clock.advance(120)
    }
    expect(Math.min(withUser, withoutUser)).toBeGreaterThan(60)

    isAway = false
    service.clock.advance(30)
    for (const visitor of visitors) {
      const { session, required } = await visit(visitor)
      expect([session.status, required.status]).toEqual(['active', 200])
    }
  },
  120_000,
)
