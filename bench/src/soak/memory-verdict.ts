import { median } from '../statistics.ts'

export interface MemoryVerdict {
  readonly firstThird: number
  readonly lastThird: number
  readonly maximum: number
  readonly isBounded: boolean
}

const growth = 1.25
const slackBytes = 16 * 1024 * 1024

/** Compares the end of a run with its beginning, in which the caches have filled already. */
export function judgeMemory(samples: readonly number[]): MemoryVerdict {
  const third = Math.max(1, Math.floor(samples.length / 3))
  const [firstThird, lastThird] = [median(samples.slice(0, third)), median(samples.slice(-third))]
  return {
    firstThird,
    lastThird,
    maximum: Math.max(...samples),
    isBounded: lastThird <= firstThird * growth + slackBytes,
  }
}
