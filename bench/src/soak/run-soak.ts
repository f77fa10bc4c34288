import { setTimeout as sleep } from 'node:timers/promises'
import { type Fleet, startFleet } from './fleet.ts'
import { type FetchLoad, toFetchLoad } from './judge/fetch-bound.ts'
import type { MemoryVerdict } from './judge/memory-verdict.ts'
import type { RecordSummary, Violation } from './judge/record.ts'
import { createSamples, type LoopSummary, type Samples } from './samples.ts'
import { type Step, toLine } from './schedule/step.ts'
import { createSender, type Sender } from './sender.ts'
import type { LoopUsage } from './server/loop-usage.ts'
import { type Surroundings, startSurroundings } from './surroundings.ts'
import { takeStep } from './take-step.ts'
import { type TargetName, targets } from './target.ts'

export interface SoakResult extends RecordSummary {
  readonly seconds: number
  readonly loads: readonly FetchLoad[]
  readonly kv: { readonly gets: number; readonly puts: number }
  readonly keys: number
  readonly memory: MemoryVerdict
  /** Undefined on a runtime that does not report it. */
  readonly loop: LoopSummary | undefined
}

interface SoakPlan {
  readonly target: TargetName
  readonly seed: number
  readonly minutes: number
  readonly steps: readonly Step[]
  readonly signal: AbortSignal
  readonly onStep: (line: string) => void
  readonly onViolation: (violation: Violation) => void
}

const tickMs = 2
/** With a timer this late, the machine was too busy for times to mean anything. */
const stallMs = 400

/** Clients go away now and then, and more of them where they have to wait. */
function someReset({ origin, random }: Surroundings): number | undefined {
  const isSlow = ['hang', 'trickle', 'slow'].includes(origin.phase())
  return random() < (isSlow ? 0.15 : 0.015) ? 1 + random() * (isSlow ? 1_500 : 20) : undefined
}

/** Keeps to the schedule and sends the traffic; ends early if a step fails. */
async function runSchedule(plan: SoakPlan, surroundings: Surroundings, fleet: Fleet, sender: Sender, samples: Samples) {
  const { now } = surroundings
  const beganAt = now()
  const pending = new Set<Promise<void>>()
  let failure: unknown
  let next = 0
  let last = now()

  function take(step: Step) {
    surroundings.remember(toLine(step))
    plan.onStep(toLine(step))
    const taken: Promise<void> = takeStep(step, surroundings, fleet)
      .catch((error) => {
        failure = error
      })
      .finally(() => pending.delete(taken))
    pending.add(taken)
  }

  while (!plan.signal.aborted && now() - beganAt < plan.minutes * 60_000 && failure === undefined) {
    for (let step = plan.steps[next]; step && step.second * 1_000 <= now() - beganAt; step = plan.steps[++next])
      take(step)
    const passed = now() - last
    last += passed
    for (const { knowledge } of fleet.running()) {
      if (passed > stallMs) knowledge.doubtStore()
      knowledge.observe()
    }
    sender.pump()
    samples.lookAt(fleet.longLived.process, now())
    await sleep(tickMs)
  }
  await Promise.all(pending)
  if (failure !== undefined) throw failure
}

function judgeLoads({ all }: Fleet, { origin, record }: Surroundings): FetchLoad[] {
  const loads = all.map(({ process, knowledge }) =>
    toFetchLoad(process.name, origin.fetches, knowledge.bootAt, knowledge.heldAt()),
  )
  for (const { process, excess } of loads)
    if (excess)
      record.report(
        process,
        `${excess.count} fetches in a minute, not ${excess.allowed}, at ${excess.at.toFixed(0)} ms`,
      )
  return loads
}

function toResult(fleet: Fleet, surroundings: Surroundings, samples: Samples): SoakResult {
  const { record, kv, keys, now } = surroundings
  const loads = judgeLoads(fleet, surroundings)
  const memory = samples.memory()
  if (memory.isBounded === false) record.report('long-lived', 'memory grows')
  return {
    ...record.summary(),
    seconds: Math.round(now() / 1_000),
    loads,
    kv: kv.operations,
    keys: keys.all.length,
    memory,
    loop: samples.loop(),
  }
}

/** Starts everything, runs the schedule and evaluates the result. */
export async function runSoak(plan: SoakPlan): Promise<SoakResult> {
  const target = targets[plan.target]
  const surroundings = await startSurroundings({ ...plan, target })
  const samples = createSamples()
  const pace = target.createPace()
  let fleet: Fleet | undefined
  const sender = createSender(pace, surroundings.now, () => fleet?.send(someReset(surroundings)) ?? false)
  const onUsage = (usage: LoopUsage) => {
    const sent = sender.takeSent()
    samples.addUsage(usage, sent)
    pace.observe(usage, sent)
  }
  try {
    fleet = await startFleet({ surroundings, target, launch: await target.createLauncher(), onUsage })
    await runSchedule(plan, surroundings, fleet, sender, samples)
    await fleet.stop()
  } finally {
    surroundings.close()
  }
  return toResult(fleet, surroundings, samples)
}
