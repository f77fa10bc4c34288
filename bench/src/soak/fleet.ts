import { createInstance, type Instance } from './instance.ts'
import { createKnowledge } from './judge/knowledge.ts'
import type { Launch, OnUsage } from './server/launcher.ts'
import type { Surroundings } from './surroundings.ts'
import type { Target } from './target.ts'

/** The processes under test: one that lives for the whole run, and one that is replaced now and then. */
export interface Fleet {
  /** All that were ever started; the long-lived one first. */
  readonly all: readonly Instance[]
  readonly longLived: Instance
  running(): readonly Instance[]
  /** Sends a request to one of the two; says whether a connection was free. */
  send(resetAfterMs: number | undefined): boolean
  /** Replaces the process that is not the long-lived one. */
  restart(): Promise<void>
  stop(): Promise<void>
}

interface Parts {
  readonly surroundings: Surroundings
  readonly target: Target
  readonly launch: Launch
  /** Of the long-lived process. */
  readonly onUsage: OnUsage
}

/** Starts one process; what lies in the store at that moment may be expected of it. */
async function startInstance(name: string, { surroundings, target, launch }: Parts, onUsage: OnUsage) {
  const { origin, kv, keys, now } = surroundings
  const process = await launch({ AUTH_URL: origin.authUrl, KV_URL: kv.url, PROCESS: name }, onUsage)
  const published = kv.phase() === 'ok' ? keys.published() : []
  const stored = new Set(published.filter(({ modulus }) => kv.holds(modulus)))
  const knowledge = createKnowledge({ keys, now, healthySince: origin.healthySince, stored })
  const instance = createInstance({ ...surroundings, process, knowledge, connections: target.connections })
  instance.sendBurst()
  return instance
}

export async function startFleet(parts: Parts): Promise<Fleet> {
  const { random } = parts.surroundings
  const longLived = await startInstance('long-lived', parts, parts.onUsage)
  const all = [longLived]
  let cold: Instance | undefined
  const running = () => (cold ? [longLived, cold] : [longLived])

  async function startCold() {
    const started = await startInstance(`cold-${all.length}`, parts, () => {})
    all.push(started)
    cold = started
  }

  await startCold()
  return {
    all,
    longLived,
    running,
    send(resetAfterMs) {
      const chosen = random() < parts.target.longLivedShare ? longLived : (cold ?? longLived)
      if (chosen.isFull()) return false
      chosen.send(resetAfterMs)
      return true
    },
    async restart() {
      const before = cold
      cold = undefined
      await before?.stop()
      if (before) await startCold()
    },
    async stop() {
      await Promise.all(running().map((instance) => instance.stop()))
    },
  }
}
