import { describe, expect, test } from 'vitest'
import { createClock, minute, second } from '../../test/clock.js'
import { createOrigin } from '../../test/origin.js'
import { type Verdict, verdict } from '../../test/verdict.js'
import type { PropelAuthEvent } from '../guards/events.js'
import { memoryJwksCache } from '../keys/jwks-cache.js'
import type { PropelAuthOptions } from '../options.js'
import { createPropelAuth } from '../propelauth.js'
import { createTestIssuer } from '../testing.js'

const clock = createClock()
const issuer = await createTestIssuer({ now: clock.now })

function setUp(options: Partial<PropelAuthOptions> = {}) {
  const events: PropelAuthEvent[] = []
  const onEvent = (event: PropelAuthEvent) => void events.push(event)
  const base = { authUrl: issuer.authUrl, jwks: issuer.jwks, now: clock.now, onEvent }
  const propelAuth = createPropelAuth({ ...base, ...options })
  const check = (token: string): Promise<Verdict> => verdict(propelAuth.validateToken(token))
  return { events, propelAuth, check, lastCache: () => events.at(-1)?.cache }
}

describe('a token that comes again', () => {
  test('gives the same user, without a second look at its signature', async () => {
    const { propelAuth, lastCache } = setUp()
    const token = await issuer.token()
    const first = await propelAuth.validateToken(token)
    expect(lastCache()).toBe('memory')
    expect(await propelAuth.validateToken(token)).toBe(first)
    expect(lastCache()).toBe('token')
  })

  test('is refused as soon as it has expired', async () => {
    const { check } = setUp()
    const token = await issuer.token({ expiresInSeconds: 60 })
    expect(await check(token)).toBe('accepted')
    clock.advance(69 * second)
    expect(await check(token)).toBe('accepted')
    clock.advance(2 * second)
    expect(await check(token)).toBe('token_expired')
  })

  test('is refused while the clock is before its start', async () => {
    const { check } = setUp()
    const token = await issuer.token()
    expect(await check(token)).toBe('accepted')
    clock.advance(-minute)
    expect(await check(token)).toBe('token_not_active')
    clock.advance(minute)
  })

  for (const [claim, earlier] of [
    ['iat', 'nbf'],
    ['nbf', 'iat'],
  ] as const)
    test(`is refused before its ${claim}, also if it was accepted after, and ${earlier} is earlier`, async () => {
      const { check } = setUp()
      const start = Math.floor(clock.now() / 1_000)
      const token = await issuer.token({ claims: { [earlier]: start - 3_600, [claim]: start } })
      expect(await check(token)).toBe('accepted')
      clock.advance(-minute)
      expect(await check(token)).toBe('token_not_active')
      clock.advance(minute)
    })

  test('gives a principal that no request can change for another', async () => {
    const { propelAuth } = setUp()
    const request = { headers: new Headers(await issuer.headers()) }
    for (const _ of ['verified', 'remembered']) {
      const result = await propelAuth.authenticateRequest(request)
      if (!result.ok) throw result.error
      expect(Object.isFrozen(result.principal)).toBe(true)
      expect(Object.isFrozen(result.user)).toBe(true)
    }
  })

  test('is another one if a single character differs', async () => {
    const { check } = setUp()
    const token = await issuer.token()
    expect(await check(token)).toBe('accepted')
    for (let at = 0; at < token.length - 24; at += 7) {
      const other = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
      if (other !== token) expect(await check(other)).not.toBe('accepted')
    }
  })

  test('is refused again if it was refused, and judged anew each time', async () => {
    const { check, events } = setUp()
    const future = await issuer.token({ claims: { nbf: Math.floor(clock.now() / 1_000) + 30 } })
    for (let i = 0; i < 3; i++) expect(await check(future)).toBe('token_not_active')
    clock.advance(21 * second)
    expect(await check(future)).toBe('accepted')
    expect(events.some(({ cache, code }) => cache === 'token' && code)).toBe(false)
  })

  test('is verified each time where the cache is off', async () => {
    const { propelAuth, lastCache } = setUp({ tokenCache: false })
    const token = await issuer.token()
    const first = await propelAuth.validateToken(token)
    expect(await propelAuth.validateToken(token)).not.toBe(first)
    expect(lastCache()).toBe('memory')
  })

  test('is not known to another instance', async () => {
    const token = await issuer.token()
    expect(await setUp().check(token)).toBe('accepted')
    expect(await setUp({ issuer: 'https://other.example.com' }).check(token)).toBe('issuer_mismatch')
    const stranger = await createTestIssuer({ kid: issuer.kid })
    expect(await setUp({ jwks: stranger.jwks }).check(token)).toBe('invalid_signature')
  })

  test('of an impersonated user is denied where that is asked for, although it was accepted elsewhere', async () => {
    const { propelAuth } = setUp()
    const token = await issuer.token({ user: { impersonatorUserId: 'employee' } })
    expect(await verdict(propelAuth.validateToken(token))).toBe('accepted')
    expect(await verdict(propelAuth.validateToken(token, { denyImpersonation: true }))).toBe('impersonation_denied')
    expect(await verdict(propelAuth.validateToken(token, { denyImpersonation: false }))).toBe('accepted')
  })
})

describe('events', () => {
  test('tell outcome, code, duration and where the answer came from', async () => {
    let now = clock.now()
    const events: PropelAuthEvent[] = []
    const origin = createOrigin(() => {
      now += 40
      return Response.json(issuer.jwks)
    })
    const onEvent = (event: PropelAuthEvent) => void events.push(event)
    const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, fetch: origin.fetch, now: () => now, onEvent })
    const token = await issuer.token()
    await verdict(propelAuth.validateToken(token))
    await verdict(propelAuth.validateToken(token))
    await verdict(propelAuth.validateToken('x'))
    await verdict(propelAuth.validateRequest(new Request('https://api.example.com')))
    expect(events).toEqual([
      { type: 'keys', cache: 'origin', durationMs: 40 },
      { type: 'accepted', cache: 'origin', durationMs: 40 },
      { type: 'accepted', cache: 'token', durationMs: 0 },
      { type: 'refused', code: 'malformed_token', durationMs: 0 },
      { type: 'refused', code: 'missing_token', durationMs: 0 },
    ])
  })

  test('tell when a user who is known may not do something, from guards and from inside a handler', async () => {
    const { events, propelAuth } = setUp()
    const token = await issuer.token({ orgs: [{ orgId: 'acme', role: 'Member' }] })
    const request = new Request('https://api.example.com', { headers: { authorization: `Bearer ${token}` } })
    const guarded = (orgId: string) =>
      propelAuth.withOrgMember({ orgId: () => orgId, minimumRole: 'Member' }, () => new Response('in'))(request)
    await guarded('acme')
    await guarded('globex')
    const user = await propelAuth.validateToken(token)
    await verdict((async () => propelAuth.requireOrgMember(user, 'acme', { minimumRole: 'Owner' }))())
    expect(events.map(({ type, code }) => code ?? type)).toEqual([
      'accepted',
      'accepted',
      'not_org_member',
      'accepted',
      'insufficient_role',
    ])
    expect(events[2]).toEqual({ type: 'denied', code: 'not_org_member', durationMs: 0 })
  })

  test('tell where the keys came from', async () => {
    const jwksCache = memoryJwksCache()
    const remote = { jwks: undefined, fetch: issuer.fetch, jwksCache, tokenCache: false } as const
    const first = setUp(remote)
    const token = await issuer.token()
    const kept: Promise<unknown>[] = []
    const waitUntil = (work: Promise<unknown>) => void kept.push(work)
    for (let i = 0; i < 2; i++) await first.propelAuth.validateToken(token, { waitUntil })
    // The keys are then in the shared cache.
    await Promise.all(kept)
    const second = setUp(remote)
    await second.check(token)
    const summary = (events: PropelAuthEvent[]) => events.map(({ type, cache, code }) => [type, cache, code])
    expect(summary(first.events)).toEqual([
      ['keys', 'shared', undefined],
      ['keys', 'origin', undefined],
      ['accepted', 'origin', undefined],
      ['accepted', 'memory', undefined],
    ])
    expect(summary(second.events)).toEqual([
      ['keys', 'shared', undefined],
      ['accepted', 'shared', undefined],
    ])
  })

  test('tell of keys that could not be had', async () => {
    const { events, check } = setUp({ jwks: undefined, fetch: () => Promise.reject(new TypeError('down')) })
    expect(await check(await issuer.token())).toBe('jwks_unavailable')
    expect(events).toMatchObject([
      { type: 'keys', cache: 'origin', code: 'jwks_unavailable' },
      { type: 'refused', code: 'jwks_unavailable' },
    ])
  })

  test('never hold a token or a claim', async () => {
    const { events, propelAuth } = setUp()
    const token = await issuer.token({ user: { email: 'canary@example.com', userId: 'canary' } })
    await verdict(propelAuth.validateToken(token))
    await verdict(propelAuth.validateToken(`${token}x`))
    await verdict(
      propelAuth.validateRequest(
        new Request('https://api.example.com', { headers: { authorization: `Bearer ${token}` } }),
      ),
    )
    const said = JSON.stringify(events)
    for (const secret of ['canary', ...token.split('.')]) expect(said).not.toContain(secret)
    for (const event of events)
      expect(Object.keys(event).filter((name) => !['type', 'code', 'durationMs', 'cache'].includes(name))).toEqual([])
  })

  test('of a listener that throws change nothing', async () => {
    const onEvent = () => {
      throw new Error('listener')
    }
    const { check } = setUp({ onEvent })
    expect(await check(await issuer.token())).toBe('accepted')
    expect(await check('x')).toBe('malformed_token')
  })
})
