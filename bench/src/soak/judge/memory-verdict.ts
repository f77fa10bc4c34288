import { median } from '../../statistics.ts'

export interface MemoryVerdict {
  readonly firstThird: number
  readonly lastThird: number
  readonly maximum: number
  /** Undefined for a short run, in which filling the caches takes a good part of the time. */
  readonly isBounded: boolean | undefined
}

const growth = 1.25
const slackBytes = 16 * 1024 * 1024
const fewestSamples = 60

/** Compares the end of a run with its beginning. */
export function judgeMemory(samples: readonly number[]): MemoryVerdict {
  const third = Math.max(1, Math.floor(samples.length / 3))
  const [firstThird, lastThird] = [median(samples.slice(0, third)), median(samples.slice(-third))]
  const isBounded = lastThird <= firstThird * growth + slackBytes
  return {
    firstThird,
    lastThird,
    maximum: Math.max(...samples),
    isBounded: samples.length < fewestSamples ? undefined : isBounded,
  }
}
