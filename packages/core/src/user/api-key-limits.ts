import { createStopwatch } from '../async/stopwatch.js'
import { createPlaces, type Place } from './places.js'

/** Requests in the queue ask at least every 25 ms. One that is silent for longer than this has gone, and is passed. */
const silentMs = 100

/**
 * First in, first out: whether one of the free permits is left after each request that came before has taken one. A
 * request without a place came last.
 */
function isTurn(queue: ReadonlySet<Place>, own: Place | undefined, free: number, at: number): boolean {
  let left = Math.floor(free)
  for (const place of queue) {
    if (place === own || left < 1) break
    if (at - place.seenAt <= silentMs) left--
  }
  return left > 0
}

/** A token bucket. */
function createBucket(burst: number, perSecond: number) {
  let units = burst
  let filledAt = 0
  return {
    /** How many units there are now. */
    fill(at: number): number {
      units = Math.min(burst, units + ((at - filledAt) / 1_000) * perSecond)
      filledAt = at
      return units
    },
    spend: () => void units--,
    refund() {
      units = Math.min(burst, units + 1)
    },
  }
}

/** The right to make one call. */
export interface Permit {
  /** The call has ended, with a good key or without. */
  end(isGood: boolean): void
}

/** Keys that were accepted before have a lane of their own, so that made-up keys cannot use up their share. */
export type Lane = 'known' | 'unseen'

/** Bounds the calls to a backend that validates keys. The caller gives the time, in milliseconds. */
export interface ApiKeyLimits {
  /** A permit for one call now, if the lane has one that no earlier request in the queue waits for. */
  start(lane: Lane, now: number, place?: Place): Permit | undefined
  /** A place in the bounded queue for a permit. */
  queue(lane: Lane, now: number): Place | undefined
  /** Stops all calls for this time. A shorter pause never replaces a longer one. */
  pause(seconds: number, now: number): void
  /** What is left of the pause. */
  pausedMs(now: number): number
}

/** A call times out after 5 seconds. */
const callMs = 6_000
/** A request waits for at most 2 seconds. */
const waitMs = 3_000
const longestPauseSeconds = 3_600

export function createApiKeyLimits(): ApiKeyLimits {
  const elapsed = createStopwatch()
  const lanes = {
    known: { calls: createPlaces(64, callMs), queue: createPlaces(1_000, waitMs), bucket: createBucket(500, 500) },
    unseen: { calls: createPlaces(32, callMs), queue: createPlaces(500, waitMs), bucket: createBucket(50, 10) },
  }
  let resumesAt = 0

  return {
    start(lane, now, place) {
      const at = elapsed(now)
      const { calls, queue, bucket } = lanes[lane]
      if (place) place.seenAt = at
      const free = at < resumesAt ? 0 : Math.min(calls.free(at), bucket.fill(at))
      const started = isTurn(queue.taken, place, free, at) ? calls.take(at) : undefined
      if (!started) return undefined
      bucket.spend()
      return {
        end(isGood) {
          started.leave()
          // So this rate bounds refused keys, and a cold start with many good keys is not slowed down.
          if (isGood && lane === 'unseen') bucket.refund()
        },
      }
    },
    queue: (lane, now) => lanes[lane].queue.take(elapsed(now)),
    pause(seconds, now) {
      resumesAt = Math.max(resumesAt, elapsed(now) + Math.min(seconds, longestPauseSeconds) * 1_000)
    },
    pausedMs: (now) => Math.max(resumesAt - elapsed(now), 0),
  }
}
