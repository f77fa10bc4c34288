import { setTimeout as sleep } from 'node:timers/promises'
import { createConnectionPool, hungMs } from './client/connection-pool.ts'
import type { Expectation, Knowledge } from './judge/knowledge.ts'
import type { SoakRecord } from './judge/record.ts'
import type { SoakProcess } from './server/launcher.ts'
import type { Probe } from './traffic/probe.ts'
import type { Traffic } from './traffic/traffic.ts'

/** A process under test, what is known of it, and the connections to it. */
export interface Instance {
  readonly process: SoakProcess
  readonly knowledge: Knowledge
  isFull(): boolean
  /** Sends something of the traffic; the connection is reset after so many milliseconds, if any are given. */
  send(resetAfterMs?: number): void
  /** What comes with a new process: many requests at once, and some of the clients go away early. */
  sendBurst(): void
  /** Ends the process after the requests that wait for an answer. */
  stop(): Promise<void>
}

interface Parts {
  readonly process: SoakProcess
  readonly knowledge: Knowledge
  readonly traffic: Traffic
  readonly record: SoakRecord
  readonly random: () => number
  readonly connections: number
}

const deserters = 5
const burst = 60

const expectationOf = (knowledge: Knowledge, { key }: Probe): Expectation =>
  key ? knowledge.expect(key) : { verdict: 'refuse', because: 'forged' }

async function endProcess(process: SoakProcess, record: SoakRecord) {
  for (const complaint of process.complaints()) record.report(process.name, complaint)
  if (process.hasExited()) record.report(process.name, 'the process has exited')
  await process.kill()
}

export function createInstance({ process, knowledge, traffic, record, random, connections }: Parts): Instance {
  const pool = createConnectionPool(process.port)
  const open = new Set<Promise<unknown>>()

  async function exchange(probe: Probe, resetAfterMs?: number) {
    const path = random() < 0.5 ? '/' : '/bare'
    const before = expectationOf(knowledge, probe)
    const answer = await pool.ask({ path, authorization: probe.authorization, resetAfterMs })
    const after = expectationOf(knowledge, probe)
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
    isFull: () => open.size >= connections,
    send,
    sendBurst() {
      // The first request is the one that fetches the keys; its client goes away meanwhile.
      for (let sent = 0; sent < deserters; sent++) send(10 + random() * 100)
      for (let sent = 0; sent < Math.min(burst, connections - deserters); sent++)
        send(random() < 0.2 ? random() * 500 : undefined)
    },
    async stop() {
      await Promise.race([Promise.allSettled(open), sleep(hungMs + 1_000)])
      await endProcess(process, record)
      pool.close()
    },
  }
}
