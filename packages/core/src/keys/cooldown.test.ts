import { describe, expect, test } from 'vitest'
import { createCooldown } from './cooldown.js'

describe('a cool-down', () => {
  test('is over before it has started', () => {
    expect(createCooldown(1_000).isOver(0)).toBe(true)
  })

  test('lasts its time, counted from the last start', () => {
    const cooldown = createCooldown(1_000)
    cooldown.start(5_000)
    expect(cooldown.isOver(5_999)).toBe(false)
    expect(cooldown.isOver(6_000)).toBe(true)
    cooldown.start(5_500)
    expect(cooldown.isOver(6_000)).toBe(false)
    expect(cooldown.isOver(6_500)).toBe(true)
  })

  test('comes to an end under a clock that stands still, after some looks', () => {
    const cooldown = createCooldown(600)
    cooldown.start(5_000)
    const looks = Array.from({ length: 30 }, () => cooldown.isOver(5_000))
    expect(looks.indexOf(true)).toBe(19)
    cooldown.start(5_000)
    expect(cooldown.isOver(5_000)).toBe(false)
  })

  test('is ended by a clock that went back', () => {
    const cooldown = createCooldown(1_000)
    cooldown.start(5_000)
    expect(cooldown.isOver(4_999)).toBe(true)
  })
})
