import { describe, expect, test, vi } from 'vitest'
import { hour, minute, second } from '../../test/clock.js'
import { inFakeTime } from '../../test/fake-time.js'
import { badAnswers } from '../../test/origin.js'
import {
  byFirst,
  byNext,
  down,
  hang,
  keys,
  nextKey,
  setUp,
  setUpInFakeTime,
  start,
  took,
} from '../../test/remote-keys.js'
import { sleep } from '../async/timers.js'
import { kvJwksCache } from '../kv.js'
import type { PropelAuthOptions } from '../options.js'
import { type CacheLike, cacheApiJwksCache, type JwksCache } from './jwks-cache.js'

// How long a withdrawn key goes on working (SECURITY.md has these figures). In every case it is withdrawn right after
// the keys were fetched, the moment that is worst.

/** A KV namespace and a Cache API that forget nothing. */
function kv(): JwksCache {
  const entries = new Map<string, string>()
  return kvJwksCache({
    get: async (key) => JSON.parse(entries.get(key) ?? 'null'),
    put: async (key, value) => void entries.set(key, value),
  })
}
function cacheApi(): JwksCache {
  const entries = new Map<string, Response>()
  const cache: CacheLike = {
    match: async (url) => entries.get(url)?.clone(),
    put: async (url, response) => void entries.set(url, response),
  }
  return cacheApiJwksCache(cache)
}

const stores: Record<string, () => JwksCache | undefined> = {
  'no shared cache': () => undefined,
  KV: kv,
  'Cache API': cacheApi,
}
const contexts: Record<string, object | undefined> = { 'with waitUntil': undefined, 'without waitUntil': {} }

/** An isolate that has just fetched the key that is withdrawn now, and a cold one beside it. */
async function afterWithdrawal(options: Partial<PropelAuthOptions>) {
  const [warm, cold] = [setUp(options), setUp(options)]
  await warm.check(byFirst)
  await warm.settle()
  for (const { origin } of [warm, cold]) origin.answer = keys(nextKey)
  return { warm, cold }
}

/** The ages at which requests come: every 30 seconds, and around the limits. */
const ages = Array.from({ length: 60 }, (_, at) => at * 30 * second).flatMap((age) => [
  age,
  age + 1,
  age + 30 * second - 1,
])

/** The greatest age at which the first request of a withdrawn key is accepted after silence. */
async function worstAfterSilence(which: 'warm' | 'cold', store: () => JwksCache | undefined, context?: object) {
  let worst = -1
  for (const age of ages) {
    const { [which]: isolate } = await afterWithdrawal({ jwksCache: store() })
    isolate.clock.advance(age)
    if ((await isolate.check(byFirst, context)) === 'accepted') worst = Math.max(worst, age)
  }
  return worst
}

/** The same with a request every second. The clock stands still while the refresh behind a response goes on. */
async function worstUnderTraffic(which: 'warm' | 'cold', store: () => JwksCache | undefined, context?: object) {
  const { [which]: isolate } = await afterWithdrawal({ jwksCache: store() })
  for (let age = 0; age < 10 * minute; age += second) {
    expect(await isolate.check(byFirst, context)).toBe('accepted')
    isolate.clock.advance(second)
  }
  await vi.waitUntil(async () => (await isolate.check(byFirst, context)) !== 'accepted')
  return isolate.clock.now() - start
}

/** The refresh behind a response may be faster than the verification, which then sees the key withdrawn: at 10 minutes. */
function expectLatest(age: number) {
  expect(age).toBeLessThanOrEqual(20 * minute - 1)
  expect(age).toBeGreaterThanOrEqual(10 * minute - 1)
}

describe('a withdrawn key, with the origin up, is refused', () => {
  for (const [store, create] of Object.entries(stores))
    for (const [platform, context] of Object.entries(contexts)) {
      test(`after 20 minutes at the latest by an isolate that was silent: ${store}, ${platform}`, async () => {
        expectLatest(await worstAfterSilence('warm', create, context))
      })

      test(`after 10 minutes and a request by an isolate with traffic: ${store}, ${platform}`, async () => {
        expect(await worstUnderTraffic('warm', create, context)).toBe(10 * minute)
      })

      if (store === 'no shared cache') {
        test(`at once by a cold isolate: ${store}, ${platform}`, async () => {
          expect(await worstAfterSilence('cold', create, context)).toBe(-1)
        })
        continue
      }

      test(`after 20 minutes at the latest by a cold isolate: ${store}, ${platform}`, async () => {
        expectLatest(await worstAfterSilence('cold', create, context))
      })

      test(`after 10 minutes and a request by a cold isolate with traffic: ${store}, ${platform}`, async () => {
        expect(await worstUnderTraffic('cold', create, context)).toBe(10 * minute)
      })
    }

  test('after 20 minutes also if every refresh in the background is cancelled with its request', async () => {
    const { result } = await inFakeTime(async () => {
      const { origin, check } = setUpInFakeTime()
      await check(byFirst, {})
      const fetchedAt = Date.now()
      origin.answer = hang
      for (const age of [10 * minute, 15 * minute, 20 * minute - 1]) {
        await sleep(fetchedAt + age - Date.now())
        expect(await check(byFirst, {})).toBe('accepted')
        // The timers of a request end with it, as on Workers. The tool sets its clock back as well.
        vi.clearAllTimers()
        vi.setSystemTime(fetchedAt + age)
      }
      origin.answer = keys(nextKey)
      await sleep(1)
      return [...(await took(() => check(byFirst, {}))), origin.asked.length]
    })
    expect(result[0]).toBe('unknown_key')
    expect(result[1]).toBeLessThan(second)
    expect(result[2]).toBe(5)
  })

  test('at once after prefetchKeys({ force: true }), in its isolate and in cold ones that share a cache', async () => {
    for (const create of [kv, cacheApi]) {
      const { warm, cold } = await afterWithdrawal({ jwksCache: create() })
      await warm.propelAuth.prefetchKeys({ force: true })
      expect(await warm.check(byFirst)).toBe('unknown_key')
      expect(await cold.check(byFirst)).toBe('unknown_key')
      expect(await cold.check(byNext)).toBe('accepted')
      expect(cold.origin.asked).toEqual([])
    }
  })
})

describe('a withdrawn key, with the origin down, is refused', () => {
  for (const [title, maxKeyAgeSeconds] of [
    ['after 24 hours', undefined],
    ['after maxKeyAgeSeconds', 1_800],
  ] as const)
    test(title, async () => {
      for (const which of ['warm', 'cold'] as const) {
        const maxAge = (maxKeyAgeSeconds ?? 24 * 3_600) * second
        for (const [age, verdict] of [
          [maxAge - 1, 'accepted'],
          [maxAge, 'jwks_unavailable'],
        ] as const) {
          const { [which]: isolate } = await afterWithdrawal({ jwksCache: kv(), maxKeyAgeSeconds })
          isolate.origin.answer = down
          isolate.clock.advance(age)
          expect(await isolate.check(byFirst)).toBe(verdict)
        }
      }
    })

  test('30 seconds after the last failed attempt, once the origin is back', async () => {
    const { warm } = await afterWithdrawal({})
    warm.clock.advance(hour)
    warm.origin.answer = badAnswers['status 500'] ?? down
    expect(await warm.check(byFirst)).toBe('accepted')
    warm.origin.answer = keys(nextKey)
    warm.clock.advance(30 * second - 1)
    expect(await warm.check(byFirst)).toBe('accepted')
    warm.clock.advance(1)
    expect(await warm.check(byFirst)).toBe('unknown_key')
  })
})
