import { median } from '../statistics.ts'
import { judgeMemory, type MemoryVerdict } from './judge/memory-verdict.ts'
import type { SoakProcess } from './server/launcher.ts'
import type { LoopUsage } from './server/loop-usage.ts'

/** Event-loop usage, if the runtime reports it. */
export interface LoopSummary {
  /** Requests per second to all processes, median of the seconds. */
  readonly perSecond: number
  readonly utilization: number
  readonly delayP99: number
  readonly delayMax: number
}

/** Figures of the long-lived process, taken during the run. */
export interface Samples {
  addUsage(usage: LoopUsage, perSecond: number): void
  /** To be called often: looks at the memory every ten seconds. */
  lookAt(process: SoakProcess, now: number): void
  memory(): MemoryVerdict
  loop(): LoopSummary | undefined
}

const memoryEveryMs = 10_000

export function createSamples(): Samples {
  const memory: number[] = []
  const usages: LoopUsage[] = []
  const rates: number[] = []
  let lookedAt = Number.NEGATIVE_INFINITY
  return {
    addUsage(usage, perSecond) {
      usages.push(usage)
      rates.push(perSecond)
    },
    lookAt(process, now) {
      if (now - lookedAt < memoryEveryMs) return
      memory.push(process.residentBytes())
      lookedAt = now
    },
    memory: () => judgeMemory(memory),
    loop() {
      const last = usages.at(-1)
      return (
        last && {
          ...last,
          utilization: median(usages.map(({ utilization }) => utilization)),
          perSecond: median(rates),
        }
      )
    },
  }
}
