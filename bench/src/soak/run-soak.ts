import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '../tokens/random.ts'
import { type FetchLoad, toFetchLoad } from './fetch-bound.ts'
import { createIsolate, type Isolate } from './isolate.ts'
import { createKeyRing, type KeyRing } from './key-ring.ts'
import { startKeyServer } from './key-server.ts'
import { createKnowledge } from './knowledge.ts'
import { startKvServer } from './kv-server.ts'
import { judgeMemory, type MemoryVerdict } from './memory-verdict.ts'
import { createRecord, type RecordSummary, type Violation } from './record.ts'
import { type Step, toLine } from './schedule.ts'
import { createTraffic } from './traffic.ts'
import { createLauncher } from './worker-process.ts'

export interface SoakResult extends RecordSummary {
  readonly seconds: number
  readonly loads: readonly FetchLoad[]
  readonly kv: { readonly gets: number; readonly puts: number }
  readonly keys: number
  readonly memory: MemoryVerdict
}

interface SoakPlan {
  readonly seed: number
  readonly minutes: number
  readonly steps: readonly Step[]
  readonly signal: AbortSignal
  readonly onStep: (line: string) => void
  readonly onViolation: (violation: Violation) => void
}

const tickMs = 20
const perSecond = 150
const longLivedShare = 0.6
const memoryEveryMs = 10_000
/** A timer that is so late shows that this machine was too busy to be asked for times. */
const stallMs = 400

/** Starts everything, keeps to the schedule and sends the traffic; ends early if something of its own breaks. */
export async function runSoak({ seed, minutes, steps, signal, onStep, onViolation }: SoakPlan): Promise<SoakResult> {
  const startedAt = performance.now()
  const now = () => performance.now() - startedAt
  const random = createRandom(seed + 1)
  let keys: KeyRing | undefined
  const ring = () => keys as KeyRing
  const origin = await startKeyServer(ring, now)
  const kv = await startKvServer(ring)
  const launcher = await createLauncher()
  keys = await createKeyRing(origin.authUrl, now)
  const traffic = await createTraffic({ keys, random, now, lifetimeSeconds: minutes * 60 + 1_800 })
  let lastStep = ''
  const record = createRecord({
    describe: () => ({ second: Math.round(now() / 100) / 10, origin: origin.phase(), kv: kv.phase(), lastStep }),
    onViolation,
  })
  const isolates: Isolate[] = []
  const memory: number[] = []

  async function start(name: string): Promise<Isolate> {
    const process = await launcher.start(name, { AUTH_URL: origin.authUrl, KV_URL: kv.url })
    const published = kv.phase() === 'ok' ? ring().published() : []
    const stored = new Set(published.filter(({ modulus }) => kv.holds(modulus)))
    const knowledge = createKnowledge({ keys: ring(), now, healthySince: origin.healthySince, stored })
    const isolate = createIsolate({ process, knowledge, traffic, record, random })
    isolates.push(isolate)
    isolate.sendBurst()
    return isolate
  }

  async function live() {
    const longLived = await start('long-lived')
    let generation = 1
    let cold: Isolate | undefined = await start(`cold-${generation}`)
    const running = () => [longLived, ...(cold ? [cold] : [])]

    async function restart() {
      const before = cold
      cold = undefined
      await before?.stop()
      if (before) cold = await start(`cold-${++generation}`)
    }

    async function take(step: Step) {
      lastStep = toLine(step)
      onStep(lastStep)
      for (const { knowledge } of running()) knowledge.observe()
      if (step.what === 'origin') await origin.enter(step.phase)
      if (step.what === 'kv') {
        kv.enter(step.phase)
        if (step.phase !== 'ok') for (const { knowledge } of running()) knowledge.doubtStore()
      }
      if (step.what === 'rotate') await ring().rotate(step.how)
      if (step.what === 'flood') traffic.flood(step.on)
      if (step.what === 'restart') await restart()
    }

    /** Clients go away now and then, and more of them where they have to wait. */
    function someReset(): number | undefined {
      const isSlow = ['hang', 'drip', 'slow'].includes(origin.phase())
      return random() < (isSlow ? 0.15 : 0.015) ? 1 + random() * (isSlow ? 1_500 : 20) : undefined
    }

    const beganAt = now()
    const pending = new Set<Promise<void>>()
    let failure: unknown
    let next = 0
    let owed = 0
    let last = now()
    let lastMemory = Number.NEGATIVE_INFINITY
    while (!signal.aborted && now() - beganAt < minutes * 60_000 && failure === undefined) {
      for (let step = steps[next]; step && step.second * 1_000 <= now() - beganAt; step = steps[++next]) {
        const taken: Promise<void> = take(step)
          .catch((error) => {
            failure = error
          })
          .finally(() => pending.delete(taken))
        pending.add(taken)
      }
      const passed = now() - last
      last += passed
      for (const { knowledge } of running()) {
        if (passed > stallMs) knowledge.doubtStore()
        knowledge.observe()
      }
      owed = Math.min(owed + (passed / 1_000) * perSecond, perSecond)
      for (; owed >= 1; owed--) (random() < longLivedShare ? longLived : (cold ?? longLived)).send(someReset())
      if (now() - lastMemory >= memoryEveryMs) {
        memory.push(longLived.process.residentBytes())
        lastMemory = now()
      }
      await sleep(tickMs)
    }
    await Promise.all(pending)
    if (failure !== undefined) throw failure
    await Promise.all(running().map((isolate) => isolate.stop()))
  }

  try {
    await live()
  } finally {
    launcher.close()
    origin.close()
    kv.close()
  }

  const loads = isolates.map(({ process, knowledge }) =>
    toFetchLoad(process.name, origin.fetches, knowledge.bootAt, knowledge.heldAt()),
  )
  for (const { process, excess } of loads)
    if (excess)
      record.report(
        process,
        `${excess.count} fetches in a minute, not ${excess.allowed}, at ${excess.at.toFixed(0)} ms`,
      )
  const verdict = judgeMemory(memory)
  if (verdict.isBounded === false) record.report('long-lived', 'memory grows')
  return {
    ...record.summary(),
    seconds: Math.round(now() / 1_000),
    loads,
    kv: kv.operations,
    keys: keys.all.length,
    memory: verdict,
  }
}
