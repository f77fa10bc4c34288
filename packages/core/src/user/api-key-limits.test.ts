import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type ApiKeyLimits, createApiKeyLimits, type Lane, type Permit } from './api-key-limits.js'

// Time is what the tests pass in: the clock of the runtime would add to it.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

/** As many permits as there are now. */
function drain(limits: ApiKeyLimits, lane: Lane, now: number): Permit[] {
  const permits: Permit[] = []
  for (let permit = limits.start(lane, now); permit; permit = limits.start(lane, now)) permits.push(permit)
  return permits
}

/** How many refused calls, one at a time, are possible now. */
function countRefusals(limits: ApiKeyLimits, lane: Lane, now: number): number {
  let count = 0
  for (let permit = limits.start(lane, now); permit; permit = limits.start(lane, now)) {
    permit.end(false)
    count++
  }
  return count
}

describe('calls in flight', () => {
  test('are at most 32 for unseen keys and 64 for known keys, apart from each other', () => {
    const limits = createApiKeyLimits()
    expect(drain(limits, 'unseen', 0)).toHaveLength(32)
    expect(drain(limits, 'known', 0)).toHaveLength(64)
  })

  test('make room when they end', () => {
    const limits = createApiKeyLimits()
    const [first] = drain(limits, 'unseen', 0)
    first?.end(true)
    expect(drain(limits, 'unseen', 0)).toHaveLength(1)
  })

  test('make room after 6 seconds if they never end, as on Workers when the client has gone', () => {
    const limits = createApiKeyLimits()
    drain(limits, 'known', 0)
    expect(drain(limits, 'known', 5_999)).toHaveLength(0)
    expect(drain(limits, 'known', 6_000)).toHaveLength(64)
  })

  test('that end late free no place of another call', () => {
    const limits = createApiKeyLimits()
    const late = drain(limits, 'known', 0)
    drain(limits, 'known', 6_000)
    for (const permit of late) permit.end(true)
    expect(drain(limits, 'known', 6_000)).toHaveLength(0)
  })
})

describe('the rate', () => {
  test('of refused keys is 50 at once and 10 a second', () => {
    const limits = createApiKeyLimits()
    const counts = [0, 1_000, 1_050, 1_500, 3_600_000].map((now) => countRefusals(limits, 'unseen', now))
    expect(counts).toEqual([50, 10, 0, 5, 50])
  })

  test('does not count good keys that were unseen', () => {
    const limits = createApiKeyLimits()
    for (let i = 0; i < 10_000; i++) limits.start('unseen', 0)?.end(true)
    expect(countRefusals(limits, 'unseen', 0)).toBe(50)
  })

  test('of calls about known keys is 500 a second, good or not', () => {
    const limits = createApiKeyLimits()
    let calls = 0
    for (let permit = limits.start('known', 0); permit; permit = limits.start('known', 0), calls++) permit.end(true)
    expect(calls).toBe(500)
    expect(countRefusals(limits, 'known', 100)).toBe(50)
  })

  test('goes on after the clock was set back', () => {
    const limits = createApiKeyLimits()
    countRefusals(limits, 'unseen', 1_000_000)
    expect(countRefusals(limits, 'unseen', 0)).toBe(0)
    expect(countRefusals(limits, 'unseen', 1_000)).toBe(10)
  })
})

describe('a pause', () => {
  test('stops the calls about all keys, for its time', () => {
    const limits = createApiKeyLimits()
    limits.pause(60, 0)
    for (const lane of ['known', 'unseen'] as const) expect(limits.start(lane, 59_999)).toBeUndefined()
    expect(limits.pausedMs(59_999)).toBe(1)
    expect(limits.pausedMs(60_000)).toBe(0)
    for (const lane of ['known', 'unseen'] as const) expect(limits.start(lane, 60_000)).toBeDefined()
  })

  test('is not made shorter by another one', () => {
    const limits = createApiKeyLimits()
    limits.pause(60, 0)
    limits.pause(1, 0)
    expect(limits.pausedMs(0)).toBe(60_000)
  })

  test('ends after an hour', () => {
    const limits = createApiKeyLimits()
    limits.pause(999_999, 0)
    expect(limits.pausedMs(0)).toBe(3_600_000)
  })

  test('goes on by the time that passes after the clock was set back', () => {
    const limits = createApiKeyLimits()
    limits.pause(60, 1_000_000)
    expect(limits.pausedMs(0)).toBe(60_000)
    expect(limits.pausedMs(59_000)).toBe(1_000)
    expect(limits.start('known', 60_000)).toBeDefined()
  })
})

describe('the queue', () => {
  const lanes = ['known', 'unseen'] as const

  /** No permit is left, and some requests wait. */
  function setUpQueue(lane: Lane, waiting: number) {
    const limits = createApiKeyLimits()
    const permits = drain(limits, lane, 0)
    const places = Array.from({ length: waiting }, () => limits.queue(lane, 0))
    return { limits, permits, places }
  }

  test.each(lanes)('is first in, first out: a free permit is for the request that came first (%s)', (lane) => {
    const { limits, permits, places } = setUpQueue(lane, 3)
    const [one, two, three] = places
    permits[0]?.end(true)
    for (const place of [undefined, three, two]) expect(limits.start(lane, 1, place)).toBeUndefined()
    expect(limits.start(lane, 1, one)).toBeDefined()
    one?.leave()
    permits[1]?.end(true)
    for (const place of [undefined, three]) expect(limits.start(lane, 2, place)).toBeUndefined()
    expect(limits.start(lane, 2, two)).toBeDefined()
  })

  test.each(lanes)('gives as many requests their turn as there are permits, in any order of asking (%s)', (lane) => {
    const { limits, permits, places } = setUpQueue(lane, 5)
    for (const permit of permits.slice(0, 3)) permit.end(true)
    const started = [...places, undefined].map((place) => {
      const permit = limits.start(lane, 1, place)
      if (permit) place?.leave()
      return permit !== undefined
    })
    expect(started).toEqual([true, true, true, false, false, false])
    const late = setUpQueue(lane, 5)
    for (const permit of late.permits.slice(0, 3)) permit.end(true)
    expect(late.limits.start(lane, 1, late.places[2])).toBeDefined()
    expect(late.limits.start(lane, 1, late.places[3])).toBeUndefined()
  })

  test.each(lanes)('passes a request that has not asked for 100 ms: its client has gone (%s)', (lane) => {
    const { limits, permits, places } = setUpQueue(lane, 2)
    permits[0]?.end(true)
    expect(limits.start(lane, 100, places[1])).toBeUndefined()
    expect(limits.start(lane, 101, undefined)).toBeUndefined()
    expect(limits.start(lane, 101, places[1])).toBeDefined()
  })

  test.each(lanes)('does not hold back a newcomer while a permit is left for it (%s)', (lane) => {
    const { limits, permits } = setUpQueue(lane, 1)
    for (const permit of permits.slice(0, 2)) permit.end(true)
    expect(limits.start(lane, 1)).toBeDefined()
    expect(limits.start(lane, 1)).toBeUndefined()
  })

  test('has 500 places for unseen keys and 1,000 for known keys', () => {
    const limits = createApiKeyLimits()
    for (const [lane, max] of [
      ['unseen', 500],
      ['known', 1_000],
    ] as const) {
      const places = Array.from({ length: max + 1 }, () => limits.queue(lane, 0))
      expect(places.filter(Boolean)).toHaveLength(max)
      places[0]?.leave()
      expect(limits.queue(lane, 0)).toBeDefined()
    }
  })

  test('frees a place after 3 seconds if the request never leaves it', () => {
    const limits = createApiKeyLimits()
    for (let i = 0; i < 500; i++) limits.queue('unseen', 0)
    expect(limits.queue('unseen', 2_999)).toBeUndefined()
    expect(limits.queue('unseen', 3_000)).toBeDefined()
  })
})
