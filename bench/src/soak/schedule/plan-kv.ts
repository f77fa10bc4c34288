import type { KvPhase } from '../services/kv-server.ts'
import type { Draw } from './draw.ts'
import type { Segment } from './segment.ts'
import { createShuffleBag } from './shuffle-bag.ts'

export const kvFaults = ['error', 'hang', 'slow', 'late', 'garbage', 'foreign', 'stale', 'miss'] as const

/** When the store fails, and how. */
export function planKv({ random, between }: Draw, end: number): Segment<KvPhase>[] {
  const nextFault = createShuffleBag<KvPhase>(kvFaults, random)
  const segments: Segment<KvPhase>[] = [{ from: 0, phase: 'ok' }]
  for (let second = between(15, 40); second < end; second += between(25, 70)) {
    segments.push({ from: second, phase: nextFault() })
    second += between(10, 25)
    segments.push({ from: second, phase: 'ok' })
  }
  return segments
}
