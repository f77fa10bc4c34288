import { describe, expect, test, vi } from 'vitest'
import { createClock, hour, minute, second } from '../../test/clock.js'
import { inFakeTime } from '../../test/fake-time.js'
import { badAnswers, createOrigin } from '../../test/origin.js'
import { type Verdict, verdict } from '../../test/verdict.js'
import { sleep } from '../async/timers.js'
import type { PropelAuthEvent } from '../guards/events.js'
import type { PropelAuthOptions } from '../options.js'
import { createPropelAuth } from '../propelauth.js'
import { createTestIssuer } from '../testing.js'
import type { JsonWebKeyLike } from './json-web-key.js'
import { type JwksCache, memoryJwksCache } from './jwks-cache.js'

const authUrl = 'https://auth.example.com'
const [first, next, stranger] = await Promise.all([
  createTestIssuer({ authUrl, kid: 'first' }),
  createTestIssuer({ authUrl, kid: 'next' }),
  createTestIssuer({ authUrl, kid: 'stranger' }),
])
const [firstKey, nextKey] = [first.jwks.keys, next.jwks.keys].map(([key]) => key as JsonWebKeyLike)
/** Tokens that outlive every test here, so that only keys decide. */
const lasting = { claims: { iat: 1_000_000_000, exp: 9_000_000_000 } }
const [byFirst, byNext, byStranger, withoutKid] = await Promise.all([
  first.token(lasting),
  next.token(lasting),
  stranger.token(lasting),
  first.token({ ...lasting, header: { kid: undefined } }),
])

const keys =
  (...members: unknown[]) =>
  () =>
    Response.json({ keys: members })
const down = () => Promise.reject(new TypeError('fetch failed'))
const hang = () => new Promise<never>(() => {})
const waitUntil = () => {}
/** When the clocks of all tests start. */
const now = Date.now()

function setUp(options: Partial<PropelAuthOptions> = {}) {
  const clock = createClock(now)
  const origin = createOrigin(keys(firstKey))
  const propelAuth = createPropelAuth({ authUrl, fetch: origin.fetch, now: clock.now, ...options })
  const check = (token: string, context = {}): Promise<Verdict> => verdict(propelAuth.validateToken(token, context))
  return { clock, origin, check, propelAuth }
}
/** The same in a time that timers and clock share. */
const setUpInFakeTime = (options: Partial<PropelAuthOptions> = {}) => setUp({ now: () => Date.now(), ...options })

/** Long enough for what goes on behind a response to end. */
const settle = () => sleep(20)

describe('keys in memory', () => {
  test('are fetched once for all who ask at the same time', async () => {
    const { origin, check } = setUp()
    const verdicts = await Promise.all(Array.from({ length: 100 }, () => check(byFirst)))
    expect(new Set(verdicts)).toEqual(new Set(['accepted']))
    expect(origin.asked).toHaveLength(1)
  })

  test('are used for ten minutes without a look anywhere', async () => {
    const { clock, origin, check } = setUp()
    await check(byFirst)
    clock.advance(10 * minute - 1)
    expect(await check(byFirst)).toBe('accepted')
    await settle()
    expect(origin.asked).toHaveLength(1)
    clock.advance(1)
    expect(await check(byFirst, { waitUntil })).toBe('accepted')
    await settle()
    expect(origin.asked).toHaveLength(2)
  })

  test('are served at once while they are refreshed behind the response', async () => {
    const { result } = await inFakeTime(async () => {
      const { origin, check } = setUpInFakeTime()
      await check(byFirst)
      await sleep(12 * hour)
      origin.answer = hang
      const startedAt = Date.now()
      const verdicts = [await check(byFirst, { waitUntil }), await check(byFirst, { waitUntil })]
      return { verdicts, tookMs: Date.now() - startedAt }
    })
    expect(result).toEqual({ verdicts: ['accepted', 'accepted'], tookMs: 0 })
  })

  test('that are overdue hold up a request without waitUntil for a second, no longer', async () => {
    const { result } = await inFakeTime(async () => {
      const { origin, check } = setUpInFakeTime()
      await check(byFirst)
      await sleep(20 * minute - 1)
      origin.answer = hang
      const young = await took(() => check(byFirst))
      await sleep(10 * minute)
      return { young, overdue: await took(() => check(byFirst)) }
    })
    expect(result).toEqual({ young: ['accepted', 0], overdue: ['accepted', 1_000] })
  })

  test('that are overdue are replaced before the answer where that is quick', async () => {
    const { clock, origin, check } = setUp()
    await check(byFirst)
    clock.advance(20 * minute)
    origin.answer = keys(nextKey)
    expect(await check(byFirst)).toBe('unknown_key')
    expect(origin.asked).toHaveLength(2)
  })

  test('work for a day with the origin away, and not longer', async () => {
    const { clock, origin, check } = setUp()
    await check(byFirst)
    origin.answer = down
    for (let hours = 1; hours < 24; hours++) {
      clock.advance(hour)
      expect(await check(byFirst, { waitUntil })).toBe('accepted')
      await settle()
    }
    clock.advance(hour - 1)
    expect(await check(byFirst, { waitUntil })).toBe('accepted')
    await settle()
    clock.advance(1)
    expect(await check(byFirst, { waitUntil })).toBe('jwks_unavailable')
  })

  test('are not asked for anew more than twice a minute while that fails', async () => {
    const { clock, origin, check } = setUp()
    await check(byFirst)
    origin.answer = down
    clock.advance(hour)
    for (let i = 0; i < 60; i++) {
      expect(await check(byFirst)).toBe('accepted')
      clock.advance(second)
    }
    expect(origin.asked.length).toBeLessThanOrEqual(1 + 2)
  })

  for (const [title, answer] of Object.entries(badAnswers))
    test(`are not replaced by a bad answer: ${title}`, async () => {
      const { clock, origin, check } = setUp()
      await check(byFirst)
      clock.advance(hour)
      origin.answer = answer
      expect(await check(byFirst)).toBe('accepted')
      expect(origin.asked).toHaveLength(2)
      clock.advance(11 * hour)
      expect(await check(byFirst)).toBe('accepted')
    })
})

describe('without keys', () => {
  for (const [title, answer] of Object.entries(badAnswers))
    test(`a token is neither accepted nor blamed: ${title}`, async () => {
      const { clock, origin, check, propelAuth } = setUp()
      origin.answer = answer
      expect(await check(byFirst)).toBe('jwks_unavailable')
      expect(await check(byStranger)).toBe('jwks_unavailable')
      const result = await propelAuth.authenticateRequest({
        headers: new Headers({ authorization: `Bearer ${byFirst}` }),
      })
      expect(result.ok ? undefined : result.response().headers.get('retry-after')).toBe('1')
      origin.answer = keys(firstKey)
      clock.advance(second)
      expect(await check(byFirst)).toBe('accepted')
    })

  test('a slow origin is waited for five seconds at most, by each of many', async () => {
    const { result, tookMs } = await inFakeTime(async () => {
      const { origin, check } = setUpInFakeTime({ jwksCache: { get: hang, put: hang } })
      origin.answer = hang
      return Promise.all(Array.from({ length: 20 }, () => check(byFirst)))
    })
    expect(new Set(result)).toEqual(new Set(['jwks_unavailable']))
    expect(tookMs).toBeLessThanOrEqual(5_000)
  })

  test('a token that is wrong in itself is refused as ever, and nothing is fetched for it', async () => {
    const { origin, check } = setUp()
    origin.answer = down
    const wrong = [
      'x',
      await first.token({ claims: { iss: 'https://evil.example' } }),
      await first.token({ expiresInSeconds: -61 }),
      await first.token({ header: { typ: 'JWE' } }),
      await first.token({ header: { kid: 'emu_1' } }),
    ]
    for (const token of wrong) expect(await check(token)).not.toMatch(/accepted|jwks_unavailable/)
    expect(origin.asked).toEqual([])
  })

  test('keys of a local emulator are none, and its tokens are refused', async () => {
    const { origin, check } = setUp()
    origin.answer = keys({ ...firstKey, kid: 'emu_1' })
    expect(await check(await first.token({ header: { kid: 'emu_1' } }))).toBe('unknown_key')
    expect(await check(byFirst)).toBe('jwks_unavailable')
  })
})

describe('an unknown kid', () => {
  test('is looked for at once, as it may have been published a moment ago', async () => {
    const { origin, check } = setUp()
    await check(byFirst)
    origin.answer = keys(firstKey, nextKey)
    expect(await check(byNext)).toBe('accepted')
    expect(await check(byFirst)).toBe('accepted')
    expect(origin.asked).toHaveLength(2)
  })

  test('that the origin does not know either is refused, and costs one fetch in 30 seconds', async () => {
    const { clock, origin, check } = setUp()
    await check(byFirst)
    for (let i = 0; i < 30; i++) {
      expect(await check(await stranger.token({ ...lasting, header: { kid: `flood-${i}` } }))).toBe('unknown_key')
      clock.advance(second - 1)
    }
    expect(origin.asked).toHaveLength(2)
    clock.advance(second)
    expect(await check(byStranger)).toBe('unknown_key')
    expect(origin.asked).toHaveLength(3)
  })

  test('that comes first of all costs one fetch, not two', async () => {
    const { origin, check } = setUp()
    expect(await check(byStranger)).toBe('unknown_key')
    expect(await check(byStranger)).toBe('unknown_key')
    expect(await check(byFirst)).toBe('accepted')
    expect(origin.asked).toHaveLength(1)
  })

  test('in a flood costs one fetch and holds up nobody who has a known one', async () => {
    const { origin, check } = setUp()
    await check(byFirst)
    const tokens = await Promise.all(
      Array.from({ length: 200 }, (_, i) => stranger.token({ ...lasting, header: { kid: `k${i}` } })),
    )
    const flood = Promise.all(tokens.map((token) => check(token)))
    expect(await check(byFirst)).toBe('accepted')
    expect(new Set(await flood)).toEqual(new Set(['unknown_key']))
    expect(origin.asked).toHaveLength(2)
  })

  test('is not refused but put off while the origin fails, and that costs one fetch in 30 seconds as well', async () => {
    const { clock, origin, check } = setUp()
    await check(byFirst)
    origin.answer = down
    for (let i = 0; i < 29; i++) {
      expect(await check(byNext)).toBe('jwks_unavailable')
      clock.advance(second)
    }
    expect(origin.asked).toHaveLength(2)
    expect(await check(byFirst)).toBe('accepted')
    origin.answer = keys(firstKey, nextKey)
    clock.advance(second)
    expect(await check(byNext)).toBe('accepted')
  })

  test('of any form does no harm', async () => {
    const { check } = setUp()
    await check(byFirst)
    const kids = [
      '',
      '__proto__',
      'constructor',
      '../../etc/passwd',
      "' OR 1=1 --",
      'a\r\nb: c',
      'https://evil.example/jwks.json',
      'x'.repeat(9_000),
      '\u0000',
      '🦊',
    ]
    for (const kid of kids) expect(await check(await first.token({ ...lasting, header: { kid } }))).toBe('unknown_key')
  })
})

describe('a token without kid', () => {
  test('is of an unknown key, and not put off, also while the origin fails', async () => {
    const { origin, check } = setUp()
    origin.answer = keys(firstKey, nextKey)
    await check(byFirst)
    origin.answer = down
    expect(await check(byStranger)).toBe('jwks_unavailable')
    expect(await check(withoutKid)).toBe('unknown_key')
  })

  test('is verified where there is but one key', async () => {
    const { origin, check } = setUp()
    expect(await check(withoutKid)).toBe('accepted')
    expect(origin.asked).toHaveLength(1)
  })

  test('is of an unknown key where there are several, and nothing more is fetched for it', async () => {
    const { clock, origin, check } = setUp()
    origin.answer = keys(firstKey, nextKey)
    expect(await check(withoutKid)).toBe('unknown_key')
    clock.advance(minute)
    expect(await check(withoutKid)).toBe('unknown_key')
    expect(origin.asked).toHaveLength(1)
  })

  test('is verified where but one of several keys is usable', async () => {
    const { origin, check } = setUp()
    origin.answer = keys({ ...nextKey, use: 'enc' }, firstKey, { kty: 'EC' })
    expect(await check(withoutKid)).toBe('accepted')
  })
})

describe('a key that is no longer published', () => {
  test('stops working at the next good answer, for tokens that were accepted as for new ones', async () => {
    const { clock, origin, check } = setUp()
    origin.answer = keys(firstKey, nextKey)
    expect(await check(byFirst)).toBe('accepted')
    expect(await check(byNext)).toBe('accepted')
    origin.answer = keys(nextKey)
    clock.advance(10 * minute)
    expect(await check(byNext, { waitUntil })).toBe('accepted')
    await settle()
    expect(await check(byFirst)).toBe('unknown_key')
    expect(await check(byNext)).toBe('accepted')
  })

  test('stops working also if it was published twice', async () => {
    const { clock, origin, check } = setUp()
    const answers = [keys(firstKey, firstKey, nextKey), keys(firstKey, firstKey, nextKey), keys(nextKey)]
    for (const answer of answers) {
      origin.answer = answer
      clock.advance(10 * minute)
      await check(byFirst, { waitUntil })
      await settle()
    }
    expect(await check(byFirst)).toBe('unknown_key')
  })

  test('is not trusted in the place of another of the same kid', async () => {
    const { clock, origin, check } = setUp()
    expect(await check(byFirst)).toBe('accepted')
    origin.answer = keys({ ...nextKey, kid: 'first' })
    clock.advance(20 * minute)
    expect(await check(byFirst)).toBe('invalid_signature')
  })

  test('works again when it is published again', async () => {
    const { clock, origin, check } = setUp()
    await check(byFirst)
    for (const [answer, expected] of [
      [keys(nextKey), 'unknown_key'],
      [keys(firstKey), 'accepted'],
    ] as const) {
      origin.answer = answer
      clock.advance(20 * minute)
      expect(await check(byFirst)).toBe(expected)
    }
  })
})

describe('a key that stays published', () => {
  test('leaves remembered tokens remembered, while keys are refreshed and afterwards', async () => {
    const caches: PropelAuthEvent['cache'][] = []
    const onEvent = ({ type, cache }: PropelAuthEvent) => void (type === 'accepted' && caches.push(cache))
    const { clock, origin, check } = setUp({ onEvent })
    await check(byFirst)
    clock.advance(15 * minute)
    origin.answer = keys(nextKey, firstKey)
    for (let i = 0; i < 2; i++) {
      await check(byFirst, { waitUntil })
      await settle()
    }
    expect(origin.asked).toHaveLength(2)
    expect(caches).toEqual(['origin', 'token', 'token'])
  })
})

describe('a request whose client goes away while it fetches', () => {
  test('leaves the work to the next one', async () => {
    const { result, tookMs } = await inFakeTime(async () => {
      const { origin, check } = setUpInFakeTime()
      const good = origin.answer
      origin.answer = hang
      void check(byFirst)
      await Promise.resolve()
      // Its timers end with it.
      vi.clearAllTimers()
      origin.answer = good
      return Promise.all([check(byFirst), check(byFirst)])
    })
    expect(result).toEqual(['accepted', 'accepted'])
    expect(tookMs).toBeLessThan(1_000)
  })
})

describe('a shared cache', () => {
  test('with newer keys of another isolate saves the fetch, and their removal counts', async () => {
    const jwksCache = memoryJwksCache()
    const [one, other] = [setUp({ jwksCache }), setUp({ jwksCache })]
    expect(await one.check(byFirst)).toBe('accepted')
    await settle()
    expect(await other.check(byFirst)).toBe('accepted')
    expect(other.origin.asked).toEqual([])
    one.clock.advance(20 * minute)
    other.clock.advance(20 * minute)
    one.origin.answer = keys(nextKey)
    expect(await one.check(byFirst)).toBe('unknown_key')
    await settle()
    other.origin.answer = down
    expect(await other.check(byNext)).toBe('accepted')
    expect(await other.check(byFirst)).not.toBe('accepted')
  })

  test('is enough to prefetch from', async () => {
    const { origin, propelAuth } = setUp({ jwksCache: stored(() => ({})) })
    origin.answer = down
    await propelAuth.prefetchKeys()
    expect(origin.asked).toEqual([])
  })

  test('lets a second isolate start with the origin down', async () => {
    const jwksCache = memoryJwksCache()
    const one = setUp({ jwksCache })
    expect(await one.check(byFirst)).toBe('accepted')
    await settle()
    const other = setUp({ jwksCache })
    other.origin.answer = down
    expect(await other.check(byFirst)).toBe('accepted')
    expect(other.origin.asked).toEqual([])
  })

  test('keeps an isolate going for a day after the origin was last heard, and not longer', async () => {
    for (const [age, expected] of [
      [24 * hour - 1, 'accepted'],
      [24 * hour, 'jwks_unavailable'],
    ] as const) {
      const { origin, check } = setUp({ jwksCache: stored((now) => ({ fetchedAt: now - age })) })
      origin.answer = down
      expect(await check(byFirst)).toBe(expected)
    }
  })

  test('of another issuer, from the future, without time or of garbage is not believed', async () => {
    const entries: ((now: number) => object | string | null)[] = [
      () => ({ issuer: 'https://evil.example' }),
      () => ({ issuer: undefined }),
      (now) => ({ fetchedAt: now + 2 * minute }),
      () => ({ fetchedAt: undefined }),
      () => ({ keys: [] }),
      () => 'garbage',
      () => null,
    ]
    for (const change of entries) {
      const { origin, check } = setUp({ jwksCache: stored(change, nextAlone) })
      expect(await check(byNext)).toBe('unknown_key')
      expect(await check(byFirst)).toBe('accepted')
      expect(origin.asked.length).toBeGreaterThan(0)
    }
  })

  test('that is older than what is in memory changes nothing', async () => {
    const { clock, origin, check } = setUp({
      jwksCache: stored((now) => ({ fetchedAt: now - 9 * minute }), nextAlone),
    })
    expect(await check(byFirst)).toBe('accepted')
    origin.answer = down
    clock.advance(hour)
    expect(await check(byFirst)).toBe('accepted')
  })

  test('that fails in any way changes no decision and costs a second at most', async () => {
    const ways: Record<string, () => Promise<never>> = {
      rejects: () => Promise.reject(new Error('KV')),
      throws: () => {
        throw new Error('KV')
      },
      hangs: hang,
    }
    for (const [way, fail] of Object.entries(ways)) {
      const { result, tookMs } = await inFakeTime(async () => {
        const { check } = setUpInFakeTime({ jwksCache: { get: fail, put: fail } })
        return [await check(byFirst), await check(byStranger), await check(byFirst)]
      })
      expect(result).toEqual(['accepted', 'unknown_key', 'accepted'])
      expect(tookMs).toBeLessThanOrEqual(way === 'hangs' ? 1_050 : 50)
    }
  })

  test('is written behind the response, and only if what it has is older than five minutes', async () => {
    const puts: string[] = []
    const shared = memoryJwksCache()
    const jwksCache: JwksCache = {
      get: shared.get,
      put: async (key, entry, options) => {
        puts.push(key)
        await shared.put(key, entry, options)
      },
    }
    const { clock, origin, check } = setUp({ jwksCache })
    await check(byFirst)
    await settle()
    expect(puts).toEqual([`${authUrl}/.well-known/jwks.json|${authUrl}`])
    await check(byStranger)
    await settle()
    expect(origin.asked).toHaveLength(2)
    expect(puts).toHaveLength(1)
    clock.advance(11 * minute)
    await check(byFirst)
    await settle()
    expect(origin.asked).toHaveLength(3)
    expect(puts).toHaveLength(2)
  })

  test('hands its work to waitUntil', async () => {
    const kept: Promise<unknown>[] = []
    const { check } = setUp({ jwksCache: memoryJwksCache() })
    await check(byFirst, { waitUntil: (promise: Promise<unknown>) => kept.push(promise) })
    expect(kept.length).toBeGreaterThanOrEqual(2)
    await Promise.all(kept)
  })

  test('can admit whom its writer wants: it lies within the trust boundary', async () => {
    const { check } = setUp({ jwksCache: stored(() => ({}), nextAlone) })
    expect(await check(byNext)).toBe('accepted')
  })
})

describe('a clock', () => {
  test('that stands still leaves fetches bounded and locks nobody out', async () => {
    const { origin, check } = setUp()
    origin.answer = down
    for (let i = 0; i < 10; i++) expect(await check(byFirst)).toBe('jwks_unavailable')
    expect(origin.asked.length).toBeLessThanOrEqual(2)
    origin.answer = keys(firstKey)
    const verdicts: Verdict[] = []
    for (let i = 0; i < 40; i++) verdicts.push(await check(byFirst))
    expect(verdicts.at(-1)).toBe('accepted')
    for (let i = 0; i < 500; i++) await check(byStranger)
    expect(origin.asked.length).toBeLessThanOrEqual(4)
  })

  test('that steps back by a day locks nobody out', async () => {
    const { clock, origin, check } = setUp()
    await check(byFirst)
    clock.advance(-24 * hour)
    expect(await check(byFirst)).toBe('accepted')
    expect(await check(byStranger)).toBe('unknown_key')
    origin.answer = keys(firstKey, nextKey)
    clock.advance(31 * second)
    expect(await check(byNext)).toBe('accepted')
  })

  test('that steps back lets no older entry of the shared cache replace the keys in memory', async () => {
    const jwksCache = stored(() => ({ fetchedAt: now - 24 * hour }), nextAlone)
    const { clock, origin, check } = setUp({ jwksCache })
    expect(await check(byFirst)).toBe('accepted')
    origin.answer = down
    clock.advance(-24 * hour)
    for (let i = 0; i < 2; i++) expect(await check(byFirst)).toBe('accepted')
  })

  test('that steps back while the origin is away does not end the keys in memory', async () => {
    const { clock, origin, check } = setUp()
    await check(byFirst)
    origin.answer = down
    clock.advance(-hour)
    for (let i = 0; i < 10; i++) expect(await check(byFirst)).toBe('accepted')
    expect(origin.asked.length).toBeLessThanOrEqual(3)
  })
})

describe('the verification metadata', () => {
  test('gives the key of every kid where there is no key set, also from the shared cache', async () => {
    const jwksCache = memoryJwksCache()
    const one = setUp({ apiKey: 'key', jwksCache })
    one.origin.answer = (url) =>
      url.endsWith('/api/v1/token_verification_metadata')
        ? Response.json({ verifier_key_pem: first.verifierKey })
        : new Response(null, { status: 404 })
    expect(await one.check(byFirst)).toBe('accepted')
    expect(await one.check(await first.token({ ...lasting, header: { kid: 'any' } }))).toBe('accepted')
    expect(await one.check(byStranger)).toBe('invalid_signature')
    expect(one.origin.asked).toHaveLength(2)
    await settle()
    const other = setUp({ apiKey: 'key', jwksCache })
    other.origin.answer = down
    expect(await other.check(withoutKid)).toBe('accepted')
    expect(await other.check(byStranger)).toBe('invalid_signature')
  })
})

async function took(work: () => Promise<Verdict>): Promise<[Verdict, number]> {
  const startedAt = Date.now()
  return [await work(), Date.now() - startedAt]
}

const nextAlone = { issuer: authUrl, keys: [nextKey] }

/** A cache that always has an entry of the start, but for some changes. */
function stored(
  change: (now: number) => object | string | null,
  entry: object = { issuer: authUrl, keys: [firstKey] },
): JwksCache {
  return {
    async get() {
      const changes = change(now)
      return typeof changes === 'object' && changes ? { ...entry, fetchedAt: now, ...changes } : changes
    },
    put: async () => {},
  }
}
