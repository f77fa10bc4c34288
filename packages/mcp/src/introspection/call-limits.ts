import { type Refusal, refuse } from '@propelauth-edge/core'
import { createPlaces, type Place } from '@propelauth-edge/core/adapter'
import { isWithin } from './is-within.js'

/** Calls in flight at once. */
const maxCalls = 64
/** Calls for tokens that were not accepted before, in any second. */
const maxUnseen = 200
/** How long a known token waits for a place among the calls. Others are refused at once, so it finds one. */
export const maxWaitMs = 2_000
const pollMs = 10
const longestPauseMs = 3_600_000

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const unavailable = (detail: string, retryAfterSeconds: number) =>
  refuse('mcp_unavailable', detail, { retryAfterSeconds })

/** Bounds the calls to the authorization server, so that made-up tokens cannot use up what good ones need. */
export interface CallLimits {
  /** The refusal while the authorization server wants a pause. */
  pauseOf(): Refusal | undefined
  /** Why the token may not be introspected now, if that is so. A token that was accepted before is known. */
  refuse(isKnown: boolean): Refusal | undefined
  /** A place among the calls in flight; `undefined` if there is none. Known tokens wait for one. */
  enter(isKnown: boolean): Promise<Place | undefined>
  /** Stops all calls for this time. */
  pause(seconds: number): void
}

/** `longestCallMs`: no call takes longer. */
export function createCallLimits(now: () => number, longestCallMs: number): CallLimits {
  const calls = createPlaces(maxCalls, longestCallMs)
  /** When the last calls for unseen tokens were admitted. */
  const admitted: number[] = []
  let pausedAt = 0
  let resumesAt = 0
  const isPaused = (at: number) => isWithin(at, pausedAt, resumesAt)

  function isTooFast(): boolean {
    const at = now()
    const [first = Number.NEGATIVE_INFINITY] = admitted
    // The distance: after a clock was set back, the second must not last for hours.
    if (admitted.length === maxUnseen && Math.abs(at - first) < 1_000) return true
    if (admitted.push(at) > maxUnseen) admitted.shift()
    return false
  }

  function pauseOf(): Refusal | undefined {
    const at = now()
    if (!isPaused(at)) return undefined
    return unavailable('The authorization server asked for a pause', Math.ceil((resumesAt - at) / 1_000))
  }

  return {
    pauseOf,
    refuse: (isKnown) =>
      pauseOf() ?? (!isKnown && isTooFast() ? unavailable('Too many tokens are being introspected', 1) : undefined),

    async enter(isKnown) {
      for (let waited = 0; ; waited += pollMs) {
        const place = calls.take(now())
        if (place || !isKnown || waited >= maxWaitMs) return place
        await sleep(pollMs)
      }
    },

    pause(seconds) {
      const at = now()
      resumesAt = Math.max(isPaused(at) ? resumesAt : 0, at + Math.min(seconds * 1_000, longestPauseMs))
      pausedAt = at
    },
  }
}
