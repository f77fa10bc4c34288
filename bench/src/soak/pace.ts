import type { LoopUsage } from './server/loop-usage.ts'

/** How many requests are sent in a second. */
export interface Pace {
  perSecond(): number
  /** Takes note of a second of the long-lived process, and of how many requests were sent in it. */
  observe(usage: LoopUsage, sent: number): void
}

export const createFixedPace = (perSecond: number): Pace => ({ perSecond: () => perSecond, observe() {} })

const slowest = 50
const fastest = 100_000
const first = 1_000
/** Less than this share of the rate was sent: the connections, not the rate, are the limit. */
const reached = 0.9
/** At most such a step in a second, so that one odd second changes little. */
const step = 1.25

/** Looks for the rate at which the event loop of the server is busy for the wanted share of the time. */
export function createAdaptivePace(wanted: number): Pace {
  let rate = first
  return {
    perSecond: () => rate,
    observe({ utilization }, sent) {
      const change = Math.min(step, Math.max(1 / step, wanted / Math.max(utilization, 0.01)))
      // Where all connections wait for the key server, a higher rate would only make a burst afterwards.
      if (change > 1 && sent < rate * reached) return
      rate = Math.min(fastest, Math.max(slowest, rate * change))
    },
  }
}
