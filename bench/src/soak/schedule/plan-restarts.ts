import type { OriginPhase } from '../services/key-server.ts'
import type { KvPhase } from '../services/kv-server.ts'
import type { Draw } from './draw.ts'
import { isIn, type Outage } from './outage.ts'
import { kvFaults } from './plan-kv.ts'
import { originFaults } from './plan-origin.ts'
import type { ForcedSegment } from './segment.ts'
import { createShuffleBag } from './shuffle-bag.ts'
import { toTimes } from './step.ts'

/** A start of a new process, and the phases that are forced around it. */
export interface Restart {
  readonly second: number
  readonly origin: readonly ForcedSegment<OriginPhase>[]
  readonly kv: readonly ForcedSegment<KvPhase>[]
}

/** What a new process meets. Where nothing is given, the phases of the moment stay. */
const coldStarts: readonly { readonly origin?: readonly OriginPhase[]; readonly kv?: readonly KvPhase[] }[] = [
  { origin: ['down', 'hang', '500', 'reset'], kv: ['ok'] },
  { origin: ['ok'], kv: kvFaults },
  { origin: originFaults, kv: ['error', 'hang', 'garbage', 'foreign', 'miss'] },
  { origin: ['slow'], kv: ['miss', 'late'] },
  { origin: ['down', 'hang', 'trickle', '500'], kv: ['ok'] },
  {},
]
const coldStartSeconds = 12

export function planRestarts({ random, between, pick }: Draw, end: number, outage: Outage): Restart[] {
  const nextColdStart = createShuffleBag(coldStarts, random)
  const seconds = toTimes(Math.min(100, Math.round(end / 3)), end, () => between(105, 135))
  return seconds
    .filter((second) => second < end - 15)
    .map((second) => {
      const { origin = [], kv = [] } = nextColdStart()
      const failing = origin.filter((phase) => !isIn(outage, second) || (phase !== 'ok' && phase !== 'slow'))
      const at = { from: second - 1, to: second + coldStartSeconds }
      return {
        second,
        origin: failing.length > 0 ? [{ ...at, phase: pick(failing) }] : [],
        kv: kv.length > 0 ? [{ ...at, phase: pick(kv) }] : [],
      }
    })
}
