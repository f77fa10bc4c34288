import { expect, test } from 'vitest'
import { createAdaptivePace } from './pace.ts'

const usage = (utilization: number) => ({ utilization, delayP99: 0, delayMax: 0 })

test('the rate comes to the wanted utilization of a server and stays there', () => {
  const pace = createAdaptivePace(0.9)
  for (let second = 0; second < 60; second++) pace.observe(usage(Math.min(1, pace.perSecond() / 6_000)), 6_000)
  expect(pace.perSecond() / 6_000).toBeCloseTo(0.9, 1)
})

test('the rate does not rise while connections are missing, and falls', () => {
  const pace = createAdaptivePace(0.9)
  const before = pace.perSecond()
  pace.observe(usage(0.1), before / 2)
  expect(pace.perSecond()).toBe(before)
  pace.observe(usage(1), before / 2)
  expect(pace.perSecond()).toBeLessThan(before)
})
