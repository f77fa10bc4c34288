import { describe, expect, test } from 'vitest'
import { createKeyService, principals } from '../../test/api-keys.js'
import { createClock, second } from '../../test/clock.js'
import { inFakeTime } from '../../test/fake-time.js'
import { codeOf } from '../../test/verdict.js'
import { createApiKeyMemory } from './api-key-memory.js'
import { type ApiKeyValidator, createApiKeyCheck } from './api-keys.js'

function setUp() {
  const clock = createClock()
  const service = createKeyService({ good: principals.member })
  const check = createApiKeyCheck(service, clock.now)
  return { clock, service, check, judge: async (key: string) => codeOf(await check(key)) }
}

/** The refusal of a good key when its validator throws this. */
async function refusalOf(failure: unknown) {
  const { service, check } = setUp()
  service.failure = failure
  const found = await check('good')
  if (!('code' in found)) throw new Error('accepted')
  return found
}

describe('the result of a check', () => {
  test('is a principal for a valid key, and `invalid_api_key` for any other', async () => {
    const { check, judge } = setUp()
    expect(await check('good')).toMatchObject({
      principal: { kind: 'apiKey', user: { userId: 'ada' } },
      cache: 'origin',
    })
    expect(await judge('bad')).toBe('invalid_api_key')
  })

  test('is a 429 with its waiting time for a key at its own limit', async () => {
    const limited = { code: 'rate_limited', retryAfterSeconds: 7 }
    expect(await refusalOf(limited)).toMatchObject(limited)
    expect(await refusalOf(Object.assign(new Error('slow down'), limited))).toMatchObject(limited)
  })

  test('is a 503 for any other error of the validator, whatever it throws', async () => {
    const failures = [
      new Error('down'),
      { code: 'unavailable' },
      { code: 'invalid_api_key' },
      'text',
      null,
      0,
      { code: 401 },
    ]
    for (const failure of failures) expect(codeOf(await refusalOf(failure))).toBe('api_keys_unavailable')
    const synchronous = {
      validate: () => {
        throw new Error('at once')
      },
    } as unknown as ApiKeyValidator
    expect(codeOf(await createApiKeyCheck(synchronous, Date.now)('k'))).toBe('api_keys_unavailable')
    expect(await refusalOf({ code: 'unavailable', retryAfterSeconds: 2.5 })).toMatchObject({ retryAfterSeconds: 3 })
  })

  test('has a waiting time only if the validator gives a positive number of seconds', async () => {
    for (const retryAfterSeconds of [undefined, null, 0, -1, Number.NaN, Number.POSITIVE_INFINITY, 'soon', {}, 1e9])
      expect((await refusalOf({ code: 'rate_limited', retryAfterSeconds })).retryAfterSeconds).toBeUndefined()
  })

  test('contains nothing of the error but a code of one word', async () => {
    const secret = 'f00dfeed'
    for (const failure of [new Error(secret), { code: `at ${secret}` }, secret, { code: 'x', message: secret }])
      expect(JSON.stringify(await refusalOf(failure))).not.toContain(secret)
    expect((await refusalOf({ code: 'network' })).detail).toContain('network')
  })

  test('is a 503 after 5 seconds, even if the validator ignores the signal', async () => {
    const signals: AbortSignal[] = []
    const hanging: ApiKeyValidator = {
      validate: (_key, { signal }) => {
        signals.push(signal)
        return new Promise(() => {})
      },
    }
    const { result, tookMs } = await inFakeTime(() => createApiKeyCheck(hanging, Date.now)('good'))
    expect(codeOf(result)).toBe('api_keys_unavailable')
    expect(tookMs).toBe(5 * second)
    expect(signals[0]?.aborted).toBe(true)
  })
})

describe('an answer is cached', () => {
  test('for 60 seconds for a valid key, and a revoked key is refused after that', async () => {
    const { clock, service, check, judge } = setUp()
    const first = await check('good')
    service.keys.clear()
    clock.advance(59 * second)
    expect(await check('good')).toEqual({ ...first, cache: 'memory' })
    expect(service.asked).toEqual(['good'])
    clock.advance(second)
    expect(await judge('good')).toBe('invalid_api_key')
  })

  test('from the start of the call, so that a slow answer is not valid for longer', async () => {
    const { clock, service, check, judge } = setUp()
    const { validate } = service
    const late = {
      ...service,
      validate: async (key: string, options: { signal: AbortSignal }) => {
        const answer = await validate(key, options)
        clock.advance(4 * second)
        return answer
      },
    }
    const slow = createApiKeyCheck(late, clock.now)
    await slow('good')
    clock.advance(56 * second)
    service.keys.clear()
    expect(codeOf(await slow('good'))).toBe('invalid_api_key')
    expect(await judge('good')).toBe('invalid_api_key')
    expect(codeOf(await check('good'))).toBe('invalid_api_key')
  })

  test('for 10 seconds for a refused key', async () => {
    const { clock, service, judge } = setUp()
    expect(await judge('new')).toBe('invalid_api_key')
    service.keys.set('new', principals.org)
    clock.advance(9 * second)
    expect(await judge('new')).toBe('invalid_api_key')
    expect(service.asked).toEqual(['new'])
    clock.advance(second)
    expect(await judge('new')).toBe('accepted')
  })

  test('for its waiting time, at most 10 seconds, for a key at its own limit', async () => {
    for (const [retryAfterSeconds, rememberedFor] of [
      [2, 2],
      [600, 10],
    ] as const) {
      const { clock, service, judge } = setUp()
      service.failure = { code: 'rate_limited', retryAfterSeconds }
      expect(await judge('good')).toBe('rate_limited')
      service.failure = undefined
      clock.advance(rememberedFor * second - 1)
      expect(await judge('good')).toBe('rate_limited')
      clock.advance(1)
      expect(await judge('good')).toBe('accepted')
    }
  })

  test('never when the validator fails', async () => {
    const { service, judge } = setUp()
    service.failure = new Error('down')
    expect(await judge('good')).toBe('api_keys_unavailable')
    service.failure = undefined
    expect(await judge('good')).toBe('accepted')
  })

  test('no longer when the clock is set back', async () => {
    const { clock, service, judge } = setUp()
    expect(await judge('good')).toBe('accepted')
    service.keys.clear()
    clock.advance(-600 * second)
    expect(await judge('good')).toBe('invalid_api_key')
    clock.advance(600 * second)
    expect(await judge('good')).toBe('invalid_api_key')
  })

  test('for `cacheSeconds`, at most an hour, and not at all for 0', async () => {
    for (const [cacheSeconds, rememberedFor] of [
      [300, 300],
      [0, 0],
      [Number.POSITIVE_INFINITY, 3_600],
      [Number.NaN, 0],
    ] as const) {
      const { clock, service } = setUp()
      const check = createApiKeyCheck({ ...service, cacheSeconds }, clock.now)
      await check('good')
      clock.advance(Math.max(rememberedFor * second - 1, 0))
      await check('good')
      expect(service.asked).toHaveLength(rememberedFor > 0 ? 1 : 2)
      clock.advance(1)
      await check('good')
      expect(service.asked).toHaveLength(rememberedFor > 0 ? 2 : 3)
    }
  })

  test('for exactly that key', async () => {
    const { service, judge } = setUp()
    await judge('good')
    for (const key of ['goo', 'Good', 'good1', 'good.']) expect(await judge(key)).toBe('invalid_api_key')
    expect(service.asked).toHaveLength(5)
  })

  test('by one instance only', async () => {
    const { clock, service, judge } = setUp()
    await judge('good')
    await createApiKeyCheck(service, clock.now)('good')
    expect(service.asked).toHaveLength(2)
  })
})

test('the cache holds 1,000 valid keys, and the oldest is evicted', async () => {
  const { service, judge } = setUp()
  for (let i = 0; i < 1_001; i++) {
    service.keys.set(`k${i}`, principals.generic)
    await judge(`k${i}`)
  }
  service.asked.length = 0
  await judge('k1')
  await judge('k0')
  expect(service.asked).toEqual(['k0'])
})

describe('a key is known', () => {
  test('from its first acceptance until the validator refuses it; failures and limits change nothing', async () => {
    const clock = createClock()
    const service = createKeyService({ good: principals.member })
    const memory = createApiKeyMemory()
    const changes: boolean[] = []
    const setKnown = (_id: string, isGood: boolean) => void changes.push(isGood)
    const check = createApiKeyCheck(service, clock.now, { ...memory, setKnown })
    const checkLater = async () => {
      clock.advance(61 * second)
      await check('good')
      return changes.length
    }
    expect(await checkLater()).toBe(1)
    for (service.failure of [new Error('down'), { code: 'rate_limited' }]) expect(await checkLater()).toBe(1)
    service.failure = undefined
    service.keys.clear()
    expect(await checkLater()).toBe(2)
    expect(changes).toEqual([true, false])
  })
})

test('keys at their own limit do not count against the rate of refused keys', async () => {
  const { now } = createClock()
  const service = createKeyService()
  const memory = createApiKeyMemory()
  const check = createApiKeyCheck(service, now, memory)
  service.failure = { code: 'rate_limited' }
  for (let i = 0; i < 50; i++) await check(`limited-${i}`)
  let left = 0
  for (let permit = memory.limits.start('unseen', now()); permit; permit = memory.limits.start('unseen', now())) {
    permit.end(false)
    left++
  }
  expect(left).toBeGreaterThanOrEqual(50)
})

test('requests share no promise: each makes its own call', async () => {
  let open = () => {}
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const service = createKeyService({ good: principals.org })
  const validate: ApiKeyValidator['validate'] = async (key, options) => {
    const answer = await service.validate(key, options)
    if (service.asked.length === 5) open()
    await gate
    return answer
  }
  const check = createApiKeyCheck({ validate }, Date.now)
  const found = await Promise.all(Array.from({ length: 5 }, () => check('good')))
  expect(found.map(codeOf)).toEqual(Array(5).fill('accepted'))
})

test('a `keyPattern` that is not a regular expression is a TypeError at creation', () => {
  const service = { ...createKeyService(), keyPattern: '^a$' } as unknown as ApiKeyValidator
  expect(() => createApiKeyCheck(service, Date.now)).toThrow(TypeError)
})
