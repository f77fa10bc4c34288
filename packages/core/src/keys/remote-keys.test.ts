import { describe, expect, test, vi } from 'vitest'
import { hour, minute, second } from '../../test/clock.js'
import { inFakeTime } from '../../test/fake-time.js'
import { badAnswers } from '../../test/origin.js'
import {
  byFirst,
  byNext,
  byStranger,
  down,
  entryOf,
  first,
  firstKey,
  hang,
  keys,
  lasting,
  nextKey,
  setUp,
  setUpInFakeTime,
  start,
  stored,
  took,
} from '../../test/remote-keys.js'
import type { Verdict } from '../../test/verdict.js'
import { sleep } from '../async/timers.js'
import type { PropelAuthEvent } from '../guards/events.js'
import { memoryJwksCache } from './jwks-cache.js'

/** Platforms without `waitUntil`, and ones whose `waitUntil` is of no use. */
const contexts: Record<string, object> = {
  'without waitUntil': {},
  'with a waitUntil that throws': {
    waitUntil() {
      throw new TypeError('Illegal invocation')
    },
  },
  'with a waitUntil that rejects': { waitUntil: () => Promise.reject(new Error('no more work is taken')) },
  'with a waitUntil that never settles': { waitUntil: hang },
  'with waitUntil': { waitUntil() {} },
}

describe('keys in memory', () => {
  test('are fetched once for all who ask at the same time', async () => {
    const { origin, check } = setUp()
    const verdicts = await Promise.all(Array.from({ length: 100 }, () => check(byFirst)))
    expect(new Set(verdicts)).toEqual(new Set(['accepted']))
    expect(origin.asked).toHaveLength(1)
  })

  test('are used for ten minutes without a look anywhere', async () => {
    const { clock, origin, check, settle } = setUp()
    await check(byFirst)
    clock.advance(10 * minute - 1)
    expect(await check(byFirst)).toBe('accepted')
    await settle()
    expect(origin.asked).toHaveLength(1)
    clock.advance(1)
    expect(await check(byFirst)).toBe('accepted')
    await settle()
    expect(origin.asked).toHaveLength(2)
  })

  for (const [title, context] of Object.entries(contexts))
    test(`from ten to twenty minutes of age are used while they are refreshed in the background, ${title}`, async () => {
      const { result } = await inFakeTime(async () => {
        const { origin, check } = setUpInFakeTime()
        await check(byFirst, context)
        await sleep(20 * minute - 1)
        origin.answer = hang
        const verdicts = [await took(() => check(byFirst, context)), await took(() => check(byFirst, context))]
        return { verdicts, asked: origin.asked.length }
      })
      expect(result).toEqual({
        verdicts: [
          ['accepted', 0],
          ['accepted', 0],
        ],
        asked: 2,
      })
    })

  for (const [title, context] of Object.entries(contexts))
    test(`older than twenty minutes are refreshed before they are used, ${title}`, async () => {
      const { clock, origin, check } = setUp()
      await check(byFirst)
      origin.answer = keys(nextKey)
      clock.advance(20 * minute)
      expect(await Promise.all(Array.from({ length: 50 }, () => check(byFirst, context)))).toEqual(
        Array.from({ length: 50 }, () => 'unknown_key'),
      )
      expect(origin.asked).toHaveLength(2)
    })

  test('older than twenty minutes delay requests by less than a second, and only the first ones', async () => {
    const { result } = await inFakeTime(async () => {
      const { origin, check } = setUpInFakeTime()
      await check(byFirst)
      await sleep(12 * hour)
      origin.answer = hang
      const together = await Promise.all([took(() => check(byFirst)), took(() => check(byFirst))])
      return [...together, await took(() => check(byFirst))]
    })
    expect(result).toEqual([
      ['accepted', 900],
      ['accepted', 900],
      ['accepted', 0],
    ])
  })

  test('work for a day with the origin away, and not longer', async () => {
    const { clock, origin, check, settle } = setUp()
    await check(byFirst)
    origin.answer = down
    for (let hours = 1; hours < 24; hours++) {
      clock.advance(hour)
      expect(await check(byFirst)).toBe('accepted')
      await settle()
    }
    clock.advance(hour - 1)
    expect(await check(byFirst)).toBe('accepted')
    await settle()
    clock.advance(1)
    expect(await check(byFirst)).toBe('jwks_unavailable')
  })

  for (const maxKeyAgeSeconds of [60, 3_600, 72 * 3_600])
    test(`work for maxKeyAgeSeconds with the origin away: ${maxKeyAgeSeconds}`, async () => {
      const { clock, origin, check } = setUp({ maxKeyAgeSeconds })
      await check(byFirst)
      origin.answer = down
      clock.advance(maxKeyAgeSeconds * second - 1)
      expect(await check(byFirst)).toBe('accepted')
      clock.advance(1)
      expect(await check(byFirst)).toBe('jwks_unavailable')
    })

  test('are not asked for more than twice a minute while that fails', async () => {
    const { clock, origin, check } = setUp()
    await check(byFirst)
    origin.answer = badAnswers['status 500'] ?? down
    clock.advance(hour)
    for (let i = 0; i < 60; i++) {
      expect(await check(byFirst)).toBe('accepted')
      clock.advance(second)
    }
    expect(origin.asked).toHaveLength(1 + 2)
  })

  for (const [title, answer] of Object.entries(badAnswers))
    test(`are not replaced by a bad answer: ${title}`, async () => {
      const { clock, origin, check } = setUp()
      await check(byFirst)
      clock.advance(hour)
      origin.answer = answer
      expect(await check(byFirst)).toBe('accepted')
      expect(origin.asked.length).toBeGreaterThan(1)
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

  for (const keyTimeoutMs of [undefined, 200, 15_000])
    test(`many requests wait for a slow origin at most for the time-outs: keyTimeoutMs ${keyTimeoutMs}`, async () => {
      const { result, tookMs } = await inFakeTime(async () => {
        const { origin, check } = setUpInFakeTime({ jwksCache: { get: hang, put: hang }, keyTimeoutMs })
        origin.answer = hang
        return Promise.all(Array.from({ length: 20 }, () => check(byFirst)))
      })
      expect(new Set(result)).toEqual(new Set(['jwks_unavailable']))
      expect(tookMs).toBeLessThanOrEqual((keyTimeoutMs ?? 3_000) + 1_000 + 100)
    })

  test('an origin slower than the default is waited for with a longer keyTimeoutMs', async () => {
    const { result } = await inFakeTime(async () => {
      const { origin, check } = setUpInFakeTime({ keyTimeoutMs: 10_000 })
      const good = origin.answer
      origin.answer = (...of) => sleep(9_000).then(() => good(...of))
      const together = Array.from({ length: 20 }, () => took(() => check(byFirst)))
      await sleep(6_000)
      expect(await check(byFirst)).toBe('accepted')
      expect(origin.asked).toHaveLength(1)
      return Promise.all(together)
    })
    for (const [verdict, tookMs] of result) {
      expect(verdict).toBe('accepted')
      expect(tookMs).toBeGreaterThanOrEqual(9_000)
      expect(tookMs).toBeLessThan(9_100)
    }
  })

  test('a request waits for a load that is under way, also shortly after a failure', async () => {
    const { origin, check, propelAuth } = setUp()
    origin.answer = down
    expect(await check(byFirst)).toBe('jwks_unavailable')
    expect(await check(byFirst)).toBe('jwks_unavailable')
    origin.answer = keys(firstKey)
    const prefetch = propelAuth.prefetchKeys()
    expect(await check(byFirst)).toBe('accepted')
    await prefetch
  })

  test('a token that is wrong in itself is refused for that, and nothing is fetched for it', async () => {
    const { origin, check } = setUp()
    origin.answer = down
    for (const [token, code] of [
      ['x', 'malformed_token'],
      [await first.token({ claims: { ...lasting.claims, iss: 'https://evil.example' } }), 'issuer_mismatch'],
      [await first.token({ claims: { ...lasting.claims, exp: start / second - 61 } }), 'token_expired'],
      [await first.token({ ...lasting, header: { typ: 'JWE' } }), 'malformed_token'],
      [await first.token({ ...lasting, header: { kid: 'emu_1' } }), 'unknown_key'],
    ] as const)
      expect(await check(token)).toBe(code)
    expect(origin.asked).toEqual([])
  })

  test('keys of a local emulator do not count, and its tokens are refused', async () => {
    const { origin, check } = setUp()
    origin.answer = keys({ ...firstKey, kid: 'emu_1' })
    expect(await check(await first.token({ ...lasting, header: { kid: 'emu_1' } }))).toBe('unknown_key')
    expect(await check(byFirst)).toBe('jwks_unavailable')
  })
})

describe('a key that is no longer published', () => {
  test('stops working at the next good answer, for cached tokens as for new ones', async () => {
    const { clock, origin, check, settle } = setUp()
    origin.answer = keys(firstKey, nextKey)
    expect(await check(byFirst)).toBe('accepted')
    expect(await check(byNext)).toBe('accepted')
    origin.answer = keys(nextKey)
    clock.advance(10 * minute)
    expect(await check(byNext)).toBe('accepted')
    await settle()
    expect(await check(byFirst)).toBe('unknown_key')
    expect(await check(byNext)).toBe('accepted')
  })

  test('stops working also if it was published twice', async () => {
    const { clock, origin, check, settle } = setUp()
    for (const answer of [keys(firstKey, firstKey, nextKey), keys(firstKey, firstKey, nextKey), keys(nextKey)]) {
      origin.answer = answer
      clock.advance(10 * minute)
      await check(byFirst)
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
  test('keeps its tokens cached, while keys are refreshed and afterwards', async () => {
    const caches: PropelAuthEvent['cache'][] = []
    const onEvent = ({ type, cache }: PropelAuthEvent) => void (type === 'accepted' && caches.push(cache))
    const { clock, origin, check, settle } = setUp({ onEvent })
    await check(byFirst)
    clock.advance(15 * minute)
    origin.answer = keys(nextKey, firstKey)
    for (let i = 0; i < 2; i++) {
      await check(byFirst)
      await settle()
    }
    expect(origin.asked).toHaveLength(2)
    expect(caches).toEqual(['origin', 'token', 'token'])
  })
})

describe('a request whose client disconnects while it fetches', () => {
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

describe('a clock', () => {
  test('that stands still leaves fetches bounded and locks no token out', async () => {
    const { origin, check } = setUp()
    origin.answer = badAnswers['status 500'] ?? down
    for (let i = 0; i < 10; i++) expect(await check(byFirst)).toBe('jwks_unavailable')
    expect(origin.asked).toHaveLength(1)
    origin.answer = keys(firstKey)
    const verdicts: Verdict[] = []
    for (let i = 0; i < 40; i++) verdicts.push(await check(byFirst))
    expect(verdicts.at(-1)).toBe('accepted')
    for (let i = 0; i < 500; i++) await check(byStranger)
    expect(origin.asked).toHaveLength(3)
  })

  test('that is set back by up to a minute leaves keys fresh, by more lets them be refreshed', async () => {
    const { clock, origin, check, settle } = setUp()
    await check(byFirst)
    for (const [step, asked] of [
      [-minute, 1],
      [-1, 2],
    ] as const) {
      clock.advance(step)
      expect(await check(byFirst)).toBe('accepted')
      await settle()
      expect(origin.asked).toHaveLength(asked)
    }
  })

  test('that is set back by a day locks no token out', async () => {
    const { clock, origin, check } = setUp()
    await check(byFirst)
    clock.advance(-24 * hour)
    expect(await check(byFirst)).toBe('accepted')
    expect(await check(byStranger)).toBe('unknown_key')
    origin.answer = keys(firstKey, nextKey)
    clock.advance(31 * second)
    expect(await check(byNext)).toBe('accepted')
  })

  test('that is set back lets no older entry of the shared cache replace the keys in memory', async () => {
    const { clock, origin, check } = setUp({ jwksCache: stored(entryOf(start - 24 * hour, nextKey)) })
    expect(await check(byFirst)).toBe('accepted')
    origin.answer = down
    clock.advance(-24 * hour)
    for (let i = 0; i < 2; i++) expect(await check(byFirst)).toBe('accepted')
  })

  test('that is set back while the origin is away does not end the keys in memory', async () => {
    const { clock, origin, check } = setUp()
    await check(byFirst)
    origin.answer = badAnswers['status 500'] ?? down
    clock.advance(-hour)
    for (let i = 0; i < 10; i++) expect(await check(byFirst)).toBe('accepted')
    expect(origin.asked).toHaveLength(2)
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
    await one.settle()
    const other = setUp({ apiKey: 'key', jwksCache })
    other.origin.answer = down
    const withoutKid = await first.token({ ...lasting, header: { kid: undefined } })
    expect(await other.check(withoutKid)).toBe('accepted')
    expect(await other.check(byStranger)).toBe('invalid_signature')
  })
})
