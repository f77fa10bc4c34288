import { setTimeout as sleep } from 'node:timers/promises'
import { ask, createConnections, hungMs } from './ask.ts'
import type { Expectation, Knowledge } from './knowledge.ts'
import type { SoakRecord } from './record.ts'
import type { Probe, Traffic } from './traffic.ts'
import type { WorkerProcess } from './worker-process.ts'

/** A process under test, what is known of it, and the way to it. */
export interface Isolate {
  readonly process: WorkerProcess
  readonly knowledge: Knowledge
  /** Sends something of the traffic; the connection is reset after so many milliseconds, if any are given. */
  send(resetAfterMs?: number): void
  /** What comes with a new isolate: many requests at once, some of whose clients lose their patience. */
  sendBurst(): void
  /** Nobody is cut off: what still waits for an answer gets it first. */
  stop(): Promise<void>
}

interface Parts {
  readonly process: WorkerProcess
  readonly knowledge: Knowledge
  readonly traffic: Traffic
  readonly record: SoakRecord
  readonly random: () => number
}

const deserters = 5
const burst = 60

export function createIsolate({ process, knowledge, traffic, record, random }: Parts): Isolate {
  const agent = createConnections()
  const open = new Set<Promise<unknown>>()

  const expectationOf = ({ key }: Probe): Expectation =>
    key ? knowledge.expect(key) : { verdict: 'refuse', because: 'forged' }

  async function exchange(probe: Probe, resetAfterMs?: number) {
    const path = random() < 0.5 ? '/' : '/bare'
    const before = expectationOf(probe)
    const answer = await ask({ port: process.port, path, authorization: probe.authorization, resetAfterMs }, agent)
    const after = expectationOf(probe)
    const isRight = record.add({ process: process.name, path, probe, before, after, answer })
    if (isRight && probe.key && answer.outcome === 'answered' && answer.status === 200) knowledge.accepted(probe.key)
  }

  function send(resetAfterMs?: number) {
    const sent: Promise<unknown> = traffic
      .next()
      .then((probe) => exchange(probe, resetAfterMs))
      .finally(() => open.delete(sent))
    open.add(sent)
  }

  return {
    process,
    knowledge,
    send,
    sendBurst() {
      // Whoever comes first is the one that fetches, and it goes away meanwhile.
      for (let sent = 0; sent < deserters; sent++) send(10 + random() * 100)
      for (let sent = 0; sent < burst; sent++) send(random() < 0.2 ? random() * 500 : undefined)
    },
    async stop() {
      await Promise.race([Promise.allSettled(open), sleep(hungMs + 1_000)])
      for (const complaint of process.complaints()) record.report(process.name, complaint)
      if (process.hasExited()) record.report(process.name, 'workerd has exited')
      await process.kill()
      agent.destroy()
    },
  }
}
