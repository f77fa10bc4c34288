import type { Fetch } from '../services/key-server.ts'

const minuteMs = 60_000
/** Unknown key ids cost one fetch in 30 seconds: at most three begin within 60. */
const forUnknownIds = 3
/** Keys older than this are refreshed, at most once in 30 seconds while that fails. */
const freshMs = 10 * minuteMs
const forRefreshes = 3
/** Without any keys, a failed fetch is followed by a pause of 600 ms. */
const perColdSecond = 2

export interface FetchLoad {
  readonly process: string
  readonly fetches: number
  readonly maxPerMinute: number
  /** The worst minute, if it was above what the rules allow. */
  readonly excess?: { readonly count: number; readonly allowed: number; readonly at: number }
}

const countBroken = (fetches: readonly Fetch[]) => fetches.filter(({ isBroken }) => isBroken).length

/** Checks the fetches of one process against the limits, for every minute that ends with one. */
export function toFetchLoad(process: string, all: readonly Fetch[], bootAt: number, heldAt = Infinity): FetchLoad {
  const fetches = all.filter(({ by }) => by === process)
  let maxPerMinute = 0
  let excess: FetchLoad['excess']
  for (const { at } of fetches) {
    const minute = fetches.filter((fetch) => fetch.at > at - minuteMs && fetch.at <= at)
    const lastGood = fetches.findLast((fetch) => fetch.isGood && fetch.at < at)
    const isStale = !lastGood || at - lastGood.at > freshMs
    const coldMs = Math.max(0, Math.min(at, heldAt) - Math.max(at - minuteMs, bootAt))
    // A fetch whose client has gone is done again for another request, and one whose connection broke is tried once more.
    const again = minute.filter(({ isCutOff }) => isCutOff).length + Math.floor(countBroken(minute) / 2)
    const forCold = Math.ceil((coldMs / 1_000) * perColdSecond)
    const allowed = forUnknownIds + (isStale ? forRefreshes : 0) + forCold + again
    maxPerMinute = Math.max(maxPerMinute, minute.length)
    if (minute.length > allowed && minute.length > (excess?.count ?? 0)) excess = { count: minute.length, allowed, at }
  }
  return { process, fetches: fetches.length, maxPerMinute, ...(excess && { excess }) }
}
