import { createRandom } from '../tokens/random.ts'
import type { Rotation } from './key-ring.ts'
import type { OriginPhase } from './key-server.ts'
import type { KvPhase } from './kv-server.ts'
import { createShuffleBag } from './shuffle-bag.ts'

/** What happens at a second of the run. */
export type Step = { readonly second: number } & (
  | { readonly what: 'origin'; readonly phase: OriginPhase }
  | { readonly what: 'kv'; readonly phase: KvPhase }
  | { readonly what: 'rotate'; readonly how: Rotation }
  | { readonly what: 'flood'; readonly on: boolean }
  | { readonly what: 'restart' }
)

const originFaults = ['500', 'hang', 'drip', 'html', 'empty', 'redirect', 'reset', 'down', 'slow'] as const
const kvFaults = ['error', 'hang', 'slow', 'late', 'garbage', 'foreign', 'stale', 'miss'] as const
const rotations = ['overlap', 'overlap', 'abrupt', 'overlap', 'removal', 'same kid'] as const

/** What a new isolate meets. Nothing stated: whatever the phases of the moment are. */
const coldStarts: readonly { readonly origin?: readonly OriginPhase[]; readonly kv?: readonly KvPhase[] }[] = [
  { origin: ['down', 'hang', '500', 'reset'], kv: ['ok'] },
  { origin: ['ok'], kv: kvFaults },
  { origin: originFaults, kv: ['error', 'hang', 'garbage', 'foreign', 'miss'] },
  { origin: ['slow'], kv: ['miss', 'late'] },
  { origin: ['down', 'hang', 'drip', '500'], kv: ['ok'] },
  {},
]
const coldStartSeconds = 12

interface Segment<Phase> {
  readonly from: number
  readonly phase: Phase
}

/** Lays what is forced over what is going on beneath, which comes back afterwards. */
function overlay<Phase>(
  beneath: readonly Segment<Phase>[],
  forced: readonly (Segment<Phase> & { to: number })[],
): Segment<Phase>[] {
  const isForced = (second: number) => forced.some(({ from, to }) => second >= from && second < to)
  const phaseAt = (second: number) => beneath.findLast(({ from }) => from <= second)?.phase
  const back = forced.map(({ to }) => ({ from: to, phase: phaseAt(to) as Phase }))
  return [...beneath.filter(({ from }) => !isForced(from)), ...forced, ...back].sort((a, b) => a.from - b.from)
}

/** An outage that outlasts the ten minutes for which keys are fresh; a short run has none. */
function longOutageOf(minutes: number) {
  const from = Math.round(minutes * 60 * 0.42)
  return minutes >= 25 ? { from, to: from + 690 } : { from: 0, to: 0 }
}

/** Everything that will go wrong, and when: the same for the same seed. */
export function planSteps(seed: number, minutes: number): Step[] {
  const random = createRandom(seed)
  const between = (low: number, high: number) => Math.round(low + random() * (high - low))
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item
  const end = minutes * 60
  const outage = longOutageOf(minutes)
  const inOutage = (second: number) => second >= outage.from && second < outage.to

  /** Times from `first` on, with so many seconds between them. */
  function times(first: number, low: number, high: number): number[] {
    const seconds: number[] = []
    for (let second = first; second < end; second += between(low, high)) seconds.push(second)
    return seconds
  }

  const nextOriginFault = createShuffleBag<OriginPhase>(originFaults, random)
  const origin: Segment<OriginPhase>[] = [{ from: 0, phase: 'ok' }]
  for (let second = between(40, 60); second < end; ) {
    const from = second
    second += inOutage(from) ? between(20, 40) : between(8, 20)
    // In the long outage nothing that is good may come through.
    const phase = nextOriginFault()
    origin.push({ from, phase: phase === 'slow' && inOutage(from) ? '500' : phase })
    if (inOutage(second)) continue
    origin.push({ from: second, phase: 'ok' })
    const pause = between(45, 90)
    second = second < outage.from && second + pause > outage.from ? outage.from : second + pause
  }

  const nextKvFault = createShuffleBag<KvPhase>(kvFaults, random)
  const kv: Segment<KvPhase>[] = [{ from: 0, phase: 'ok' }]
  for (let second = between(15, 40); second < end; second += between(25, 70)) {
    kv.push({ from: second, phase: nextKvFault() })
    second += between(10, 25)
    kv.push({ from: second, phase: 'ok' })
  }

  const nextColdStart = createShuffleBag(coldStarts, random)
  const restarts = times(Math.min(100, Math.round(end / 3)), 105, 135).filter((second) => second < end - 15)
  const forced = restarts.map((second) => {
    const { origin: origins, kv: kvs } = nextColdStart()
    const failing = origins?.filter((phase) => !inOutage(second) || (phase !== 'ok' && phase !== 'slow'))
    const at = { from: second - 1, to: second + coldStartSeconds }
    return {
      origin: failing && failing.length > 0 ? { ...at, phase: pick(failing) } : undefined,
      kv: kvs && { ...at, phase: pick(kvs) },
    }
  })
  const originSteps = overlay(
    origin,
    forced.flatMap((start) => start.origin ?? []),
  )
  const kvSteps = overlay(
    kv,
    forced.flatMap((start) => start.kv ?? []),
  )

  const nextRotation = createShuffleBag<Rotation>(rotations, random)
  const steps: Step[] = [
    ...originSteps.map(({ from, phase }) => ({ second: from, what: 'origin', phase }) as const),
    ...kvSteps.map(({ from, phase }) => ({ second: from, what: 'kv', phase }) as const),
    // In the long outage no key is taken away: there must be tokens left of which something is expected.
    ...times(between(50, 60), 50, 70).map((second) => {
      const how = nextRotation()
      return { second, what: 'rotate', how: inOutage(second) ? 'addition' : how } as const
    }),
    ...times(between(20, 40), 60, 100).flatMap((second) => [
      { second, what: 'flood', on: true } as const,
      { second: second + 25, what: 'flood', on: false } as const,
    ]),
    ...restarts.map((second) => ({ second, what: 'restart' }) as const),
  ]
  return steps.sort((a, b) => a.second - b.second)
}

export function toLine(step: Step): string {
  const clock = `${String(Math.floor(step.second / 60)).padStart(2, '0')}:${String(step.second % 60).padStart(2, '0')}`
  if (step.what === 'restart') return `${clock} restart`
  if (step.what === 'flood') return `${clock} flood ${step.on ? 'on' : 'off'}`
  return `${clock} ${step.what} ${step.what === 'rotate' ? step.how : step.phase}`
}
