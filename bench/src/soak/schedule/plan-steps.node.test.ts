import { expect, test } from 'vitest'
import { planSteps } from './plan-steps.ts'

const steps = planSteps(1, 30)
const phases = (what: 'origin' | 'kv') => new Set(steps.flatMap((step) => (step.what === what ? [step.phase] : [])))

test('the same seed plans the same steps, another one others', () => {
  expect(planSteps(1, 30)).toEqual(steps)
  expect(planSteps(2, 30)).not.toEqual(steps)
})

test('half an hour has every fault, every kind of rotation, floods and restarts', () => {
  expect(phases('origin').size).toBe(10)
  expect(phases('kv').size).toBe(9)
  expect(new Set(steps.flatMap((step) => (step.what === 'rotate' ? [step.how] : []))).size).toBe(5)
  expect(steps.filter(({ what }) => what === 'flood').length).toBeGreaterThan(30)
  expect(steps.filter(({ what }) => what === 'restart').length).toBeGreaterThan(10)
})

test('one outage of the origin is longer than keys are fresh', () => {
  const good = steps.filter((step) => step.what === 'origin' && (step.phase === 'ok' || step.phase === 'slow'))
  const gaps = good.map(({ second }, index) => (good[index + 1]?.second ?? 1_800) - second)
  expect(gaps.filter((seconds) => seconds > 600)).toHaveLength(1)
})
