import { describe, expect, test } from 'vitest'
import { minute, second } from '../../test/clock.js'
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
  issuedAt,
  keys,
  lasting,
  next,
  nextKey,
  setUp,
  setUpInFakeTime,
  start,
  stored,
  stranger,
} from '../../test/remote-keys.js'
import { sleep } from '../async/timers.js'
import { memoryJwksCache } from './jwks-cache.js'

describe('an unknown kid', () => {
  test('is looked for at once, as it may have been published a moment ago', async () => {
    const { origin, check } = setUp()
    await check(byFirst)
    origin.answer = keys(firstKey, nextKey)
    expect(await check(byNext)).toBe('accepted')
    expect(await check(byFirst)).toBe('accepted')
    expect(origin.asked).toHaveLength(2)
  })

  test('that the origin does not know is refused, and costs one fetch in 30 seconds', async () => {
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

  test('that comes before any key is held costs one fetch, not two', async () => {
    const { origin, check } = setUp()
    expect(await check(byStranger)).toBe('unknown_key')
    expect(await check(byStranger)).toBe('unknown_key')
    expect(await check(byFirst)).toBe('accepted')
    expect(origin.asked).toHaveLength(1)
  })

  test('works 30 seconds after the question of the fetch that lacked it, however long the answer took', async () => {
    const { clock, origin, check } = setUp()
    origin.answer = () => {
      clock.advance(2_500)
      return keys(firstKey)()
    }
    const asked = clock.now()
    expect(await check(byStranger)).toBe('unknown_key')
    origin.answer = keys(firstKey, nextKey)
    clock.advance(asked + 30 * second - 1 - clock.now())
    expect(await check(byNext)).toBe('unknown_key')
    clock.advance(1)
    expect(await check(byNext)).toBe('accepted')
  })

  test('in a flood costs one fetch and does not delay requests with a known one', async () => {
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

  test('while the origin fails is answered with 503, and costs one fetch in 30 seconds as well', async () => {
    const { clock, origin, check } = setUp()
    await check(byFirst)
    origin.answer = badAnswers['status 500'] ?? down
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
      'x'.repeat(700),
      '\u0000',
      '🦊',
    ]
    for (const kid of kids) expect(await check(await first.token({ ...lasting, header: { kid } }))).toBe('unknown_key')
  })
})

describe('a token of an unknown key, when the origin may not be asked yet,', () => {
  /** The origin was asked for an unknown kid 10 seconds ago. */
  async function afterLook(options: Parameters<typeof setUp>[0] = {}) {
    const world = setUp(options)
    await world.check(byFirst)
    world.clock.advance(minute)
    const lookedAt = world.clock.now()
    expect(await world.check(byStranger)).toBe('unknown_key')
    world.clock.advance(10 * second)
    return { ...world, lookedAt }
  }

  test('is refused if it was issued before the origin was last asked, by any clock within the tolerance', async () => {
    const { refusal, lookedAt } = await afterLook()
    for (const age of [12, 13, 60, 1_000])
      expect(await refusal(await issuedAt(stranger, lookedAt - age * second))).toMatchObject({ code: 'unknown_key' })
  })

  test('is answered with 503 if the clock of its issuer may be behind by the tolerance', async () => {
    for (const [clockToleranceSeconds, youngest] of [
      [undefined, 11],
      [10, 11],
      [0, 1],
      [3, 4],
      [60, 61],
    ] as const) {
      const { refusal, lookedAt } = await afterLook({
        ...(clockToleranceSeconds !== undefined && { clockToleranceSeconds }),
      })
      const codeAt = async (age: number) => (await refusal(await issuedAt(stranger, lookedAt - age * second))).code
      expect(await codeAt(youngest)).toBe('jwks_unavailable')
      expect(await codeAt(youngest - 1)).toBe('jwks_unavailable')
      expect(await codeAt(youngest + 1)).toBe('unknown_key')
    }
  })

  test('is answered with 503 if it was issued later in the same second: its iat is rounded down', async () => {
    for (const intoSecond of [1, 300, 999]) {
      const { clock, check, refusal } = setUp({ clockToleranceSeconds: 0 })
      clock.advance(intoSecond)
      await check(byFirst)
      expect(await check(byStranger)).toBe('unknown_key')
      expect(await refusal(await issuedAt(next, start))).toMatchObject({
        code: 'jwks_unavailable',
        retryAfterSeconds: 30,
      })
      expect(await refusal(await issuedAt(stranger, start - second))).toMatchObject({
        code: 'unknown_key',
      })
    }
  })

  test('of an issuer that is slow works after the pause, and is not signed out before', async () => {
    for (const slowBy of [0, 4, 10]) {
      const { clock, origin, check } = setUp()
      await check(byFirst)
      await check(byStranger)
      clock.advance(second)
      origin.answer = keys(firstKey, nextKey)
      const token = await issuedAt(next, clock.now() - slowBy * second)
      expect(await check(token)).toBe('jwks_unavailable')
      clock.advance(28 * second)
      expect(await check(token)).toBe('jwks_unavailable')
      clock.advance(second)
      expect(await check(token)).toBe('accepted')
    }
  })

  test('is answered with 503 if it is younger, with the time until the look', async () => {
    const { clock, refusal, lookedAt } = await afterLook()
    for (const age of [0, 1, second, 10 * second]) {
      const found = await refusal(await issuedAt(stranger, lookedAt + age))
      expect(found).toMatchObject({ code: 'jwks_unavailable', retryAfterSeconds: 20 })
      expect(found.detail).toContain('newer than the set')
    }
    clock.advance(19_500)
    expect(await refusal(await issuedAt(stranger, lookedAt + 1))).toMatchObject({ retryAfterSeconds: 1 })
  })

  test('works at the latest 30 seconds after the rotation, and is not signed out before', async () => {
    const { clock, origin, check } = await afterLook()
    origin.answer = keys(nextKey)
    const token = await issuedAt(next, clock.now())
    for (let s = 0; s < 20; s++) {
      expect(await check(token)).toBe('jwks_unavailable')
      clock.advance(second)
    }
    expect(await check(token)).toBe('accepted')
  })

  test('is answered with 503 if the time of the answer is in the future: clocks of isolates differ', async () => {
    const { origin, refusal } = setUp({ jwksCache: stored(entryOf(start + 30 * second, firstKey)) })
    expect(await refusal(await issuedAt(next, start))).toMatchObject({
      code: 'jwks_unavailable',
      retryAfterSeconds: 30,
    })
    expect(origin.asked).toEqual([])
  })
})

describe('a token that was issued while its key was looked for', () => {
  test('is refused after a look that began later than its request, whatever its iat says', async () => {
    const { clock, check } = setUp()
    await check(byFirst)
    expect(await check(await issuedAt(stranger, clock.now() + 9 * second))).toBe('unknown_key')
  })

  test('waits for a look that is under way, which does not count as its own', async () => {
    const { result } = await inFakeTime(async () => {
      const { origin, check } = setUpInFakeTime()
      await check(byFirst)
      await sleep(minute)
      origin.answer = () => sleep(500).then(keys(firstKey))
      const look = check(byStranger)
      await sleep(250)
      const young = check(await issuedAt(next, Date.now()))
      return [await look, await young, origin.asked.length]
    })
    expect(result).toEqual(['unknown_key', 'jwks_unavailable', 2])
  })

  test('is accepted by a look that is under way and finds it', async () => {
    const { result } = await inFakeTime(async () => {
      const { origin, check } = setUpInFakeTime()
      await check(byFirst)
      origin.answer = () => sleep(500).then(keys(nextKey))
      return [...(await Promise.all([check(byStranger), check(byNext)])), origin.asked.length]
    })
    expect(result).toEqual(['unknown_key', 'accepted', 2])
  })
})

describe('a failed look', () => {
  test('is 503 with its reason, for every token of an unknown key, until the next one', async () => {
    const { clock, origin, refusal } = setUp()
    await refusal(byFirst)
    origin.answer = badAnswers['status 500'] ?? down
    const expected = { code: 'jwks_unavailable', detail: 'No keys from auth.example.com: status 500' }
    expect(await refusal(byStranger)).toMatchObject({ ...expected, retryAfterSeconds: 30 })
    clock.advance(12 * second)
    expect(await refusal(await issuedAt(next, clock.now()))).toMatchObject({ ...expected, retryAfterSeconds: 18 })
    expect(await refusal(byFirst)).toMatchObject({ code: 'accepted' })
    expect(origin.asked).toHaveLength(2)
  })

  test('that took longer than the pause can be repeated at once, which is said as one second', async () => {
    const { clock, origin, refusal } = setUp()
    await refusal(byFirst)
    origin.answer = () => {
      clock.advance(minute)
      return new Response(null, { status: 500 })
    }
    for (let i = 0; i < 2; i++) expect(await refusal(byNext)).toMatchObject({ retryAfterSeconds: 1 })
    expect(origin.asked).toHaveLength(3)
  })

  test('of old keys counts as the look for an unknown kid that came with it', async () => {
    const { clock, origin, check } = setUp()
    await check(byFirst)
    clock.advance(30 * minute)
    origin.answer = badAnswers['status 500'] ?? down
    for (let i = 0; i < 3; i++) expect(await check(byNext)).toBe('jwks_unavailable')
    expect(origin.asked).toHaveLength(2)
  })
})

describe('with a shared cache, an unknown kid', () => {
  test('in 50 cold isolates, one each, costs one fetch in all', async () => {
    const jwksCache = memoryJwksCache()
    let asked = 0
    for (let i = 0; i < 50; i++) {
      const { origin, check, settle } = setUp({ jwksCache })
      const token = await stranger.token({ ...lasting, header: { kid: `made-up-${i}` } })
      expect(await check(token)).toBe('unknown_key')
      await settle()
      asked += origin.asked.length
    }
    expect(asked).toBe(1)
  })

  test('in 50 warm isolates, one each, costs one fetch in all', async () => {
    const jwksCache = memoryJwksCache()
    const isolates = Array.from({ length: 50 }, () => setUp({ jwksCache }))
    for (const { check, settle } of isolates) {
      expect(await check(byFirst)).toBe('accepted')
      await settle()
    }
    for (const { clock } of isolates) clock.advance(29 * second)
    for (const { check } of isolates) expect(await check(byStranger)).toBe('unknown_key')
    expect(isolates.flatMap(({ origin }) => origin.asked)).toHaveLength(1)
  })

  test('is taken from an entry that another isolate has fetched for it', async () => {
    const jwksCache = memoryJwksCache()
    const [one, other] = [setUp({ jwksCache }), setUp({ jwksCache })]
    for (const { check, settle, clock } of [one, other]) {
      await check(byFirst)
      await settle()
      clock.advance(6 * minute)
    }
    one.origin.answer = keys(firstKey, nextKey)
    expect(await one.check(byNext)).toBe('accepted')
    await one.settle()
    expect(await other.check(byNext)).toBe('accepted')
    expect(other.origin.asked).toEqual([])
  })

  for (const [age, asked] of [
    [0, 0],
    [29_999, 0],
    [30_000, 1],
  ] as const)
    test(`is looked for at the origin once the entry is 30 seconds old: ${age} ms`, async () => {
      const { origin, check } = setUp({ jwksCache: stored(entryOf(start - age, firstKey)) })
      expect(await check(byFirst)).toBe('accepted')
      await check(byStranger)
      expect(origin.asked).toHaveLength(asked)
    })

  test('that came after the entry is 503 until the entry is 30 seconds old, and works then', async () => {
    const { clock, origin, check, refusal } = setUp({ jwksCache: stored(entryOf(start - 5 * second, firstKey)) })
    origin.answer = keys(nextKey)
    const token = await issuedAt(next, start)
    expect(await refusal(token)).toMatchObject({ code: 'jwks_unavailable', retryAfterSeconds: 25 })
    expect(await refusal(await issuedAt(stranger, start - 17 * second))).toMatchObject({ code: 'unknown_key' })
    expect(origin.asked).toEqual([])
    clock.advance(25 * second)
    expect(await check(token)).toBe('accepted')
  })

  test('is looked for at the origin if the cache fails', async () => {
    for (const get of [down, async () => null, async () => 'garbage']) {
      const { origin, check } = setUp({ jwksCache: { get, put: async () => {} } })
      await check(byFirst)
      origin.answer = keys(nextKey)
      expect(await check(byNext)).toBe('accepted')
    }
  })
})

describe('a token without kid', () => {
  const withoutKid = first.token({ ...lasting, header: { kid: undefined } })

  test('is of an unknown key, also while the origin fails', async () => {
    const { origin, check } = setUp()
    origin.answer = keys(firstKey, nextKey)
    await check(byFirst)
    origin.answer = down
    expect(await check(byStranger)).toBe('jwks_unavailable')
    expect(await check(await withoutKid)).toBe('unknown_key')
  })

  test('is verified where there is one key', async () => {
    const { origin, check } = setUp()
    expect(await check(await withoutKid)).toBe('accepted')
    expect(origin.asked).toHaveLength(1)
  })

  test('is of an unknown key where there are several, and nothing is fetched for it', async () => {
    const { clock, origin, check } = setUp()
    origin.answer = keys(firstKey, nextKey)
    expect(await check(await withoutKid)).toBe('unknown_key')
    clock.advance(minute)
    expect(await check(await withoutKid)).toBe('unknown_key')
    expect(origin.asked).toHaveLength(1)
  })

  test('is verified where one of several keys is usable', async () => {
    const { origin, check } = setUp()
    origin.answer = keys({ ...nextKey, use: 'enc' }, firstKey, { kty: 'EC' })
    expect(await check(await withoutKid)).toBe('accepted')
  })
})
