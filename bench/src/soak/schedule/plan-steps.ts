import { createRandom } from 'test-kit/random'
import type { Rotation } from '../services/key-ring.ts'
import { createDraw, type Draw } from './draw.ts'
import { isIn, longOutageOf, type Outage } from './outage.ts'
import { planKv } from './plan-kv.ts'
import { planOrigin } from './plan-origin.ts'
import { planRestarts } from './plan-restarts.ts'
import { overlay } from './segment.ts'
import { createShuffleBag } from './shuffle-bag.ts'
import { type Step, toTimes } from './step.ts'

const rotations = ['overlap', 'overlap', 'abrupt', 'overlap', 'removal', 'same kid'] as const

/** In the long outage no key is taken away: there must be tokens left that are to be accepted. */
function planRotations({ random, between }: Draw, end: number, outage: Outage): Step[] {
  const nextRotation = createShuffleBag<Rotation>(rotations, random)
  return toTimes(between(50, 60), end, () => between(50, 70)).map((second) => {
    const how = nextRotation()
    return { second, what: 'rotate', how: isIn(outage, second) ? 'addition' : how }
  })
}

const floodSeconds = 25

const planFloods = ({ between }: Draw, end: number): Step[] =>
  toTimes(between(20, 40), end, () => between(60, 100)).flatMap((second): Step[] => [
    { second, what: 'flood', on: true },
    { second: second + floodSeconds, what: 'flood', on: false },
  ])

/** Everything that will go wrong, and when: the same for the same seed. */
export function planSteps(seed: number, minutes: number): Step[] {
  const draw = createDraw(createRandom(seed).fraction)
  const end = minutes * 60
  const outage = longOutageOf(minutes)
  const [origin, kv] = [planOrigin(draw, end, outage), planKv(draw, end)]
  const restarts = planRestarts(draw, end, outage)
  const originSteps = overlay(
    origin,
    restarts.flatMap((restart) => restart.origin),
  )
  const kvSteps = overlay(
    kv,
    restarts.flatMap((restart) => restart.kv),
  )
  const steps: Step[] = [
    ...originSteps.map(({ from, phase }): Step => ({ second: from, what: 'origin', phase })),
    ...kvSteps.map(({ from, phase }): Step => ({ second: from, what: 'kv', phase })),
    ...planRotations(draw, end, outage),
    ...planFloods(draw, end),
    ...restarts.map(({ second }): Step => ({ second, what: 'restart' })),
  ]
  return steps.sort((a, b) => a.second - b.second)
}
