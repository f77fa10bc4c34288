import { describe, expect, test, vi } from 'vitest'
import { createKeyService, keyOf, principals } from '../../test/api-keys.js'
import { createClock, minute, second } from '../../test/clock.js'
import { inFakeTime, settleRealWork } from '../../test/fake-time.js'
import { codeOf } from '../../test/verdict.js'
import { sleep } from '../async/timers.js'
import type { ApiKeyPrincipal } from './api-key-principal.js'
import { type ApiKeyValidator, createApiKeyCheck } from './api-keys.js'

const good = 'a1'.repeat(48)
const madeUp = (count: number, from = 0) => Array.from({ length: count }, (_, i) => keyOf(from + i))

interface Backend extends ApiKeyValidator {
  readonly keys: Map<string, ApiKeyPrincipal>
  readonly asked: string[]
  /** The most calls it has had at the same time. */
  most: number
  /** Calls it takes before it answers 429. */
  limit: number
}

/** A backend with a latency and a limit on calls, and a check that asks it. */
function setUp({
  latencyMs = 50,
  now = () => Date.now(),
  ...validator
}: Partial<ApiKeyValidator> & { latencyMs?: number; now?: () => number } = {}) {
  let inFlight = 0
  const service = createKeyService({ [good]: principals.personal })
  const backend: Backend = {
    ...service,
    ...validator,
    most: 0,
    limit: Number.POSITIVE_INFINITY,
    async validate(apiKey, options) {
      backend.most = Math.max(backend.most, ++inFlight)
      await sleep(latencyMs)
      inFlight--
      if (service.asked.length >= backend.limit) throw { code: 'unavailable', status: 429, retryAfterSeconds: 60 }
      return service.validate(apiKey, options)
    },
  }
  const check = createApiKeyCheck(backend, now)
  const judge = async (key: string) => codeOf(await check(key))
  const judgeAll = (keys: readonly string[]) => Promise.all(keys.map(judge))
  return { backend, check, judge, judgeAll }
}

/** The most calls about refused keys: 50 at once, and 10 a second. */
const mostRefused = (tookMs: number) => 51 + tookMs / 100

const countBy = (codes: readonly string[]) =>
  Object.fromEntries([...new Set(codes)].map((code) => [code, codes.filter((other) => other === code).length]))

describe('credentials without the form of a key', () => {
  test('are 401 without a call, in any number', async () => {
    const { backend, judge, judgeAll } = setUp()
    const junk = ['!', '<script>', '%00', '~'.repeat(16_000), 'a b', 'a\u0000', 'clé', '\u{1f511}', 'k'.repeat(2_049)]
    const { result } = await inFakeTime(() =>
      judgeAll(Array.from({ length: 3_000 }, (_, i) => `${junk[i % junk.length]}${i}`)),
    )
    expect(countBy(result)).toEqual({ invalid_api_key: 3_000 })
    expect(backend.asked).toEqual([])
    expect((await inFakeTime(() => judge(good))).result).toBe('accepted')
  })

  test('are 401 without a call where the validator says which form a key has', async () => {
    const { backend, judge, judgeAll } = setUp({ keyPattern: /[0-9a-f]{96}/i })
    const { result } = await inFakeTime(() =>
      judgeAll(['x', '../../etc/passwd', 'f'.repeat(95), 'sk_live_51H', `${good}0`]),
    )
    expect(countBy(result)).toEqual({ invalid_api_key: 5 })
    expect(backend.asked).toEqual([])
    expect((await inFakeTime(() => judge(good.toUpperCase()))).result).toBe('invalid_api_key')
    expect(backend.asked).toHaveLength(1)
  })
})

describe('a flood of made-up keys', () => {
  test('costs a bounded number of calls, at most 32 at the same time; the others are 503', async () => {
    const { backend, judgeAll } = setUp()
    const { result, tookMs } = await inFakeTime(() => judgeAll(madeUp(3_000)))
    expect(backend.asked.length).toBeLessThanOrEqual(mostRefused(tookMs))
    expect(backend.most).toBe(32)
    expect(countBy(result)).toEqual({
      invalid_api_key: backend.asked.length,
      api_keys_unavailable: 3_000 - backend.asked.length,
    })
  })

  test('leaves room for a good key afterwards, even if it is new', async () => {
    const { backend, judge, judgeAll } = setUp()
    backend.limit = 500
    const { result } = await inFakeTime(async () => {
      await judgeAll(madeUp(3_000))
      return judge(good)
    })
    expect(result).toBe('accepted')
  })

  test('that goes on never delays a key that was valid before, cached or not', async () => {
    const { backend, judge, judgeAll } = setUp({ cacheSeconds: 1 })
    const { result, tookMs } = await inFakeTime(async () => {
      await judge(good)
      const codes: string[] = []
      for (let round = 0; round < 8; round++) {
        const flood = judgeAll(madeUp(100, round * 100))
        const rest = sleep(second)
        codes.push(await judge(good))
        await rest
        await flood
      }
      return codes
    })
    const isGood = (key: string) => key === good
    expect(countBy(result)).toEqual({ accepted: 8 })
    expect(backend.asked.filter(isGood).length).toBeGreaterThanOrEqual(7)
    expect(backend.asked.filter((key) => !isGood(key)).length).toBeLessThanOrEqual(mostRefused(tookMs))
  })

  test('is served in its order: an unseen good key waits for those before it, not for those after it', async () => {
    const { judge, judgeAll } = setUp()
    const { result } = await inFakeTime(async () => {
      await judgeAll(madeUp(51))
      const before = judgeAll(madeUp(10, 1_000))
      // Keys that came before stand in the queue.
      await settleRealWork()
      await sleep(5)
      const found = judge(good)
      await settleRealWork()
      const after: Promise<unknown>[] = []
      for (let round = 0; round < 40; round++) {
        after.push(judgeAll(madeUp(10, 2_000 + round * 10)))
        await sleep(50)
      }
      await Promise.all(after)
      return { before: countBy(await before), found: await found }
    })
    expect(result).toEqual({ before: { invalid_api_key: 10 }, found: 'accepted' })
  })

  test('of the same key costs at most the calls of its first moment', async () => {
    const { backend, judgeAll } = setUp()
    const { result } = await inFakeTime(() => judgeAll(Array(3_000).fill(keyOf(7))))
    expect(backend.asked.length).toBeLessThanOrEqual(32)
    expect(Object.keys(countBy(result)).sort()).toEqual(['api_keys_unavailable', 'invalid_api_key'])
    expect(countBy(result).invalid_api_key).toBeGreaterThanOrEqual(532)
  })

  test('that hangs the validator takes no permit of known keys', async () => {
    const service = createKeyService({ [good]: principals.personal })
    const validate: ApiKeyValidator['validate'] = (key, options) =>
      key === good ? service.validate(key, options) : new Promise(() => {})
    const check = createApiKeyCheck({ validate, cacheSeconds: 0 }, () => Date.now())
    const { result } = await inFakeTime(async () => {
      const known = [codeOf(await check(good))]
      const flood = Promise.all(madeUp(300).map(check))
      for (let i = 0; i < 6; i++) {
        await sleep(700)
        known.push(codeOf(await check(good)))
      }
      const found = (await flood).map(codeOf)
      return { known, found }
    })
    expect(countBy(result.known)).toEqual({ accepted: 7 })
    expect(countBy(result.found)).toEqual({ api_keys_unavailable: 300 })
  })

  test('through a validator that throws is bounded as well', async () => {
    for (const validate of [
      async () => Promise.reject(new Error('down')),
      () => {
        throw new Error('at once')
      },
    ]) {
      const spy = vi.fn(validate)
      const check = createApiKeyCheck({ validate: spy } as unknown as ApiKeyValidator, () => Date.now())
      const { result, tookMs } = await inFakeTime(() => Promise.all(madeUp(300).map(check)))
      expect(countBy(result.map(codeOf))).toEqual({ api_keys_unavailable: 300 })
      expect(spy.mock.calls.length).toBeLessThanOrEqual(mostRefused(tookMs))
    }
  })

  test('ends for unseen keys although the clock stands still, steps back or gives no number', async () => {
    const clock = createClock()
    const backwards = () => {
      clock.advance(-1_000)
      return clock.now()
    }
    for (const now of [() => 1_700_000_000_000, backwards, () => Number.NaN]) {
      const { backend, judge, judgeAll } = setUp({ now })
      const { result, tookMs } = await inFakeTime(async () => {
        await judgeAll(madeUp(300))
        return judge(good)
      })
      expect(backend.asked.length).toBeLessThanOrEqual(mostRefused(tookMs) + 1)
      expect(result).toBe('accepted')
    }
  })
})

describe('many good keys at once', () => {
  test('are all accepted on a cold start', async () => {
    const { backend, judgeAll } = setUp()
    const keys = madeUp(500)
    for (const key of keys) backend.keys.set(key, principals.org)
    const { result } = await inFakeTime(() => judgeAll(keys))
    expect(countBy(result)).toEqual({ accepted: 500 })
    expect(backend.most).toBe(32)
  })

  test('are all accepted when their cached answers expire together', async () => {
    const { backend, judgeAll } = setUp()
    const keys = madeUp(500)
    for (const key of keys) backend.keys.set(key, principals.org)
    const { result } = await inFakeTime(async () => {
      await judgeAll(keys)
      await sleep(minute)
      return judgeAll(keys)
    })
    expect(countBy(result)).toEqual({ accepted: 500 })
    expect(backend.asked).toHaveLength(1_000)
    expect(backend.most).toBeLessThanOrEqual(64)
  })

  test('are all accepted when they come one after the other, faster than they are answered', async () => {
    const { backend, judge } = setUp()
    const keys = madeUp(400)
    for (const key of keys) backend.keys.set(key, principals.org)
    const { result } = await inFakeTime(() =>
      Promise.all(keys.map((key, i) => sleep((i * 7) % 500).then(() => judge(key)))),
    )
    expect(countBy(result)).toEqual({ accepted: 400 })
  })

  test('do not wait for calls when another request has the answer', async () => {
    const { backend, judgeAll } = setUp()
    const { result } = await inFakeTime(() => judgeAll(Array(500).fill(good)))
    expect(countBy(result)).toEqual({ accepted: 500 })
    expect(backend.asked.length).toBeLessThanOrEqual(32)
  })
})

describe('the rate limit of the backend', () => {
  const limited = (retryAfterSeconds?: unknown) => ({ code: 'unavailable', status: 429, retryAfterSeconds })

  function setUpLimited() {
    const clock = createClock()
    const service = createKeyService({ [good]: principals.personal, known: principals.org, cached: principals.org })
    const check = createApiKeyCheck(service, clock.now)
    return { clock, service, check, judge: async (key: string) => codeOf(await check(key)) }
  }

  test('stops the calls about every key for as long as it says, and the 503 carries the rest of that time', async () => {
    const { clock, service, check, judge } = setUpLimited()
    await judge('known')
    clock.advance(minute)
    service.failure = limited(60)
    expect(await check(keyOf(1))).toMatchObject({ code: 'api_keys_unavailable', retryAfterSeconds: 60 })
    service.failure = undefined
    clock.advance(18 * second)
    for (const key of ['known', good, keyOf(1), keyOf(2)])
      expect(await check(key)).toMatchObject({ code: 'api_keys_unavailable', retryAfterSeconds: 42 })
    expect(service.asked).toHaveLength(2)
    clock.advance(42 * second)
    for (const key of ['known', good]) expect(await judge(key)).toBe('accepted')
  })

  test('does not concern cached answers', async () => {
    const { service, judge } = setUpLimited()
    await judge('cached')
    await judge(keyOf(1))
    service.failure = limited(60)
    await judge(keyOf(2))
    expect(await judge('cached')).toBe('accepted')
    expect(await judge(keyOf(1))).toBe('invalid_api_key')
  })

  test('counts for 5 seconds if it does not say how long', async () => {
    for (const retryAfterSeconds of [undefined, null, 0, -3, 'soon', Number.NaN]) {
      const { clock, service, check, judge } = setUpLimited()
      service.failure = limited(retryAfterSeconds)
      expect(await check(good)).toMatchObject({ retryAfterSeconds: 5 })
      service.failure = undefined
      clock.advance(2.9 * second)
      expect(await judge(good)).toBe('api_keys_unavailable')
      expect(service.asked).toHaveLength(1)
      clock.advance(2.1 * second)
      expect(await judge(good)).toBe('accepted')
    }
  })

  test('is waited for if less than two seconds are left', async () => {
    const { backend, judge } = setUp()
    backend.limit = 0
    const { result, tookMs } = await inFakeTime(async () => {
      await judge(keyOf(1))
      backend.limit = Number.POSITIVE_INFINITY
      await sleep(58.5 * second)
      return judge(good)
    })
    expect(result).toBe('accepted')
    expect(tookMs).toBeGreaterThan(60 * second)
  })

  test('is not the limit of one key, which stops no other key', async () => {
    const { service, judge } = setUpLimited()
    service.failure = { code: 'rate_limited', status: 429, retryAfterSeconds: 60 }
    expect(await judge('known')).toBe('rate_limited')
    service.failure = undefined
    expect(await judge(good)).toBe('accepted')
  })

  test('is not assumed for other failures, which stop nothing', async () => {
    const { service, judge } = setUpLimited()
    for (const failure of [new Error('down'), { code: 'network' }, { code: 'unavailable', status: 503 }, null]) {
      service.failure = failure
      expect(await judge(good)).toBe('api_keys_unavailable')
    }
    service.failure = undefined
    expect(await judge(good)).toBe('accepted')
  })
})
