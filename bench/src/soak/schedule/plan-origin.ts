import type { OriginPhase } from '../services/key-server.ts'
import type { Draw } from './draw.ts'
import { isIn, type Outage } from './outage.ts'
import type { Segment } from './segment.ts'
import { createShuffleBag } from './shuffle-bag.ts'

export const originFaults = ['500', 'hang', 'trickle', 'html', 'empty', 'redirect', 'reset', 'down', 'slow'] as const

/** When the origin fails, and how: for some seconds every minute or so, and without a pause in the long outage. */
export function planOrigin({ random, between }: Draw, end: number, outage: Outage): Segment<OriginPhase>[] {
  const nextFault = createShuffleBag<OriginPhase>(originFaults, random)
  const segments: Segment<OriginPhase>[] = [{ from: 0, phase: 'ok' }]
  for (let second = between(40, 60); second < end; ) {
    const from = second
    second += isIn(outage, from) ? between(20, 40) : between(8, 20)
    // In the long outage nothing that is good may come through.
    const phase = nextFault()
    segments.push({ from, phase: phase === 'slow' && isIn(outage, from) ? '500' : phase })
    if (isIn(outage, second)) continue
    segments.push({ from: second, phase: 'ok' })
    const pause = between(45, 90)
    second = second < outage.from && second + pause > outage.from ? outage.from : second + pause
  }
  return segments
}
