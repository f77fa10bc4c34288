import { describe, expect, test, vi } from 'vitest'
import { createStopwatch } from './stopwatch.js'

const hour = 3_600_000

/** A stopwatch after the steps of a clock, while the clock of the runtime stands still. */
function after(...times: number[]) {
  vi.useFakeTimers({ toFake: ['Date'] })
  try {
    const elapsed = createStopwatch()
    return times.map(elapsed).at(-1)
  } finally {
    vi.useRealTimers()
  }
}

describe('a stopwatch', () => {
  test('counts the steps of the clock from the first look', () => {
    expect(after(1_000)).toBe(0)
    expect(after(1_000, 1_500, 3_000)).toBe(2_000)
  })

  test('counts a step back as 0 and goes on from there', () => {
    expect(after(10_000, 0, 500)).toBe(500)
    expect(after(10_000, 11_000, 10_000, 11_000)).toBe(2_000)
  })

  test('counts at most an hour for one step', () => {
    expect(after(0, 30 * 24 * hour)).toBe(hour)
    expect(after(0, Number.POSITIVE_INFINITY)).toBe(hour)
  })

  test('survives a clock that gives no number', () => {
    expect(after(0, Number.NaN, 1_000, 1_700)).toBe(700)
  })

  test('goes on by the clock of the runtime where the other one stands still', () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      const elapsed = createStopwatch()
      elapsed(7)
      vi.setSystemTime(Date.now() + 60_000)
      expect(elapsed(7)).toBe(60_000)
    } finally {
      vi.useRealTimers()
    }
  })
})
