import type { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '../tokens/random.ts'
import { type Answer, ask, createConnections, hungMs } from './ask.ts'
import { type FetchLoad, toFetchLoad } from './fetch-bound.ts'
import { judge } from './judge.ts'
import { createKeyRing, type KeyRing } from './key-ring.ts'
import { startKeyServer } from './key-server.ts'
import { createKnowledge, type Expectation, type Knowledge } from './knowledge.ts'
import { startKvServer } from './kv-server.ts'
import { judgeMemory, type MemoryVerdict } from './memory-verdict.ts'
import { type Step, toLine } from './schedule.ts'
import { createTally, type TallyRow } from './tally.ts'
import { createTraffic, type Probe } from './traffic.ts'
import { createLauncher, type WorkerProcess } from './worker-process.ts'

/** Something that must not happen, with what was going on at the time. */
export interface Violation {
  readonly second: number
  readonly process: string
  readonly kind: string
  readonly what: string
  readonly kid?: string
  readonly path?: string
  readonly origin: string
  readonly kv: string
  readonly lastStep: string
}

export interface SoakResult {
  readonly seconds: number
  readonly rows: readonly TallyRow[]
  readonly violations: readonly Violation[]
  readonly loads: readonly FetchLoad[]
  readonly maxFetchesPerMinute: number
  readonly kv: { readonly gets: number; readonly puts: number }
  readonly keys: number
  /** How often something was expected of a good token, and why. */
  readonly grounds: Readonly<Record<string, number>>
  readonly memory: MemoryVerdict
  /** Of tokens whose key the process was known to have: milliseconds. */
  readonly knownKeys: { readonly requests: number; readonly p99: number; readonly longest: number }
}

interface SoakPlan {
  readonly seed: number
  readonly minutes: number
  readonly steps: readonly Step[]
  readonly signal: AbortSignal
  readonly onStep: (line: string) => void
  readonly onViolation: (violation: Violation) => void
}

/** A process and what is known of it. */
interface Subject {
  readonly process: WorkerProcess
  readonly knowledge: Knowledge
  readonly agent: Agent
  readonly open: Set<Promise<unknown>>
}

const tickMs = 20
const perSecond = 150
const longLivedShare = 0.6
const memoryEveryMs = 10_000
/** A timer that is so late shows that this machine was too busy to be asked for times. */
const stallMs = 400
/** Requests that a new isolate gets at once. */
const burst = 60
const deserters = 5

const highest = (counts: readonly number[]) => Math.max(0, ...counts)

export async function runSoak({ seed, minutes, steps, signal, onStep, onViolation }: SoakPlan): Promise<SoakResult> {
  const startedAt = performance.now()
  const now = () => performance.now() - startedAt
  const random = createRandom(seed + 1)
  const tally = createTally()
  const violations: Violation[] = []
  const subjects: Subject[] = []
  const memory: number[] = []
  const millis: number[] = []
  const grounds: Record<string, number> = {}
  let keys: KeyRing | undefined
  const ring = () => keys as KeyRing
  const origin = await startKeyServer(ring, now)
  const kv = await startKvServer(ring)
  const launcher = await createLauncher()
  let lastStep = ''

  function report(process: string, what: string, probe?: Probe, path?: string) {
    const violation = {
      second: Math.round(now() / 100) / 10,
      process,
      kind: probe?.kind ?? '',
      what,
      ...(probe?.key && { kid: probe.key.kid }),
      ...(path && { path }),
      origin: origin.phase(),
      kv: kv.phase(),
      lastStep,
    }
    violations.push(violation)
    onViolation(violation)
  }

  /** What a probe must come to: decided twice, since a key may be withdrawn while its token is on the way. */
  const expectationOf = ({ knowledge }: Subject, { key }: Probe): Expectation =>
    key ? knowledge.expect(key) : { verdict: 'refuse', because: 'forged' }

  function settle(subject: Subject, probe: Probe, path: string, before: Expectation, answer: Answer) {
    const after = expectationOf(subject, probe)
    const isSure = before.verdict !== 'accept' || after.verdict === 'accept'
    const expected: Expectation = isSure ? before : { verdict: 'either', because: after.because }
    const fault = judge(probe, expected, answer)
    if (fault) report(subject.process.name, fault, probe, path)
    tally.add(probe.kind, answer, fault !== undefined)
    if (answer.outcome !== 'answered' || !probe.key) return
    grounds[expected.because] = (grounds[expected.because] ?? 0) + 1
    if (answer.status === 200 && !fault) subject.knowledge.accepted(probe.key)
    if (before.because === 'accepted before') millis.push(answer.millis)
  }

  async function sendOne(subject: Subject, probe: Probe, resetAfterMs?: number) {
    const path = random() < 0.5 ? '/' : '/bare'
    const before = expectationOf(subject, probe)
    const question = { port: subject.process.port, path, authorization: probe.authorization, resetAfterMs }
    settle(subject, probe, path, before, await ask(question, subject.agent))
  }

  function send(subject: Subject, resetAfterMs?: number) {
    const sent: Promise<unknown> = traffic
      .next()
      .then((probe) => sendOne(subject, probe, resetAfterMs))
      .finally(() => subject.open.delete(sent))
    subject.open.add(sent)
  }

  /** Clients go away now and then, and more of them where they have to wait. */
  function someReset(): number | undefined {
    const isSlow = ['hang', 'drip', 'slow'].includes(origin.phase())
    return random() < (isSlow ? 0.15 : 0.015) ? 1 + random() * (isSlow ? 1_500 : 20) : undefined
  }

  async function start(name: string): Promise<Subject> {
    const process = await launcher.start(name, { AUTH_URL: origin.authUrl, KV_URL: kv.url })
    const published = kv.phase() === 'ok' ? ring().published() : []
    const stored = published.filter(({ modulus }) => kv.holds(modulus))
    const { healthySince } = origin
    const knowledge = createKnowledge({ keys: ring(), now, healthySince, stored: new Set(stored) })
    const subject = { process, knowledge, agent: createConnections(), open: new Set<Promise<unknown>>() }
    subjects.push(subject)
    // Whoever comes first is the one that fetches, and it goes away meanwhile.
    for (let sent = 0; sent < deserters; sent++) send(subject, 10 + random() * 100)
    for (let sent = 0; sent < burst; sent++) send(subject, random() < 0.2 ? random() * 500 : undefined)
    return subject
  }

  /** Nobody is cut off: what still waits for an answer gets it first. */
  async function stop({ process, agent, open }: Subject) {
    await Promise.race([Promise.allSettled(open), sleep(hungMs + 1_000)])
    for (const complaint of process.complaints()) report(process.name, complaint)
    if (process.hasExited()) report(process.name, 'workerd has exited')
    await process.kill()
    agent.destroy()
  }

  keys = await createKeyRing(origin.authUrl, now)
  const traffic = await createTraffic({ keys, random, now, lifetimeSeconds: minutes * 60 + 1_800 })

  let generation = 1
  const longLived = await start('long-lived')
  let cold: Subject | undefined = await start('cold-1')

  async function restart() {
    const before = cold
    if (!before) return
    cold = undefined
    await stop(before)
    cold = await start(`cold-${++generation}`)
  }

  const running = () => [longLived, ...(cold ? [cold] : [])]

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

  try {
    const beganAt = now()
    const pending = new Set<Promise<void>>()
    let failure: unknown
    let next = 0
    let owed = 0
    let last = now()
    let lastMemory = -Infinity
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
      for (; owed >= 1; owed--) send(random() < longLivedShare ? longLived : (cold ?? longLived), someReset())
      if (now() - lastMemory >= memoryEveryMs) {
        memory.push(longLived.process.residentBytes())
        lastMemory = now()
      }
      await sleep(tickMs)
    }
    await Promise.all(pending)
    if (failure !== undefined) throw failure
    await Promise.all(running().map(stop))
  } finally {
    launcher.close()
    origin.close()
    kv.close()
  }

  const loads = subjects.map(({ process, knowledge }) =>
    toFetchLoad(process.name, origin.fetches, knowledge.bootAt, knowledge.heldAt()),
  )
  for (const { process, excess } of loads)
    if (excess) report(process, `${excess.count} fetches in a minute, not ${excess.allowed}, at ${excess.at}`)
  const verdict = judgeMemory(memory)
  if (verdict.isBounded === false) report(longLived.process.name, 'memory grows')
  const sorted = Float64Array.from(millis).sort()
  return {
    seconds: Math.round(now() / 1_000),
    rows: tally.rows(),
    violations,
    loads,
    maxFetchesPerMinute: highest(loads.map(({ maxPerMinute }) => maxPerMinute)),
    kv: kv.operations,
    keys: keys.all.length,
    grounds,
    memory: verdict,
    knownKeys: {
      requests: sorted.length,
      p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
      longest: sorted.at(-1) ?? 0,
    },
  }
}
