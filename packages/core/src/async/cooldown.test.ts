import { describe, expect, test } from 'vitest'
import { createCooldown } from './cooldown.js'

describe('a cool-down', () => {
  test('is over before it has started', () => {
    expect(createCooldown().remaining(0, 1_000)).toBeLessThanOrEqual(0)
  })

  test('lasts its time, counted from the last start', () => {
    const cooldown = createCooldown()
    cooldown.start(5_000)
    expect(cooldown.remaining(5_999, 1_000)).toBe(1)
    expect(cooldown.remaining(6_000, 1_000)).toBe(0)
    cooldown.start(5_500)
    expect(cooldown.remaining(6_000, 1_000)).toBe(500)
    expect(cooldown.remaining(6_500, 1_000)).toBe(0)
  })

  test('serves pauses of several lengths', () => {
    const cooldown = createCooldown()
    cooldown.start(5_000)
    expect([600, 30_000].map((lengthMs) => cooldown.remaining(5_100, lengthMs))).toEqual([500, 29_900])
  })

  test('may start with a part of it passed, or all of it', () => {
    const cooldown = createCooldown()
    cooldown.start(5_000, 400)
    expect(cooldown.remaining(5_100, 1_000)).toBe(500)
    cooldown.start(5_000, 86_400_000)
    expect(cooldown.remaining(5_001, 1_000)).toBeLessThan(0)
  })

  test('ends under a clock that stands still, after some checks', () => {
    const cooldown = createCooldown()
    cooldown.start(5_000)
    const checks = Array.from({ length: 30 }, () => cooldown.remaining(5_000, 600) <= 0)
    expect(checks.indexOf(true)).toBe(19)
    cooldown.start(5_000)
    expect(cooldown.remaining(5_000, 600)).toBeGreaterThan(0)
  })

  test('ends when the clock is set back', () => {
    const cooldown = createCooldown()
    cooldown.start(5_000)
    expect(cooldown.remaining(4_999, 1_000)).toBe(0)
  })
})
