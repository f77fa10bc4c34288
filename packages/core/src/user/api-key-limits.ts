import { createStopwatch } from '../async/stopwatch.js'

/** One of a bounded number of places. */
export interface Place {
  leave(): void
}

type TakePlace = (at: number) => Place | undefined

/**
 * A bounded number of places. A place that nobody leaves is free again after its lifetime: on Workers, a request whose
 * client has gone never continues, not even in its `finally`.
 */
function createPlaces(max: number, lifetimeMs: number): TakePlace {
  const taken = new Set<{ readonly until: number }>()
  return (at) => {
    // In the order of their ends, since all have the same lifetime.
    for (const place of taken) {
      if (place.until > at) break
      taken.delete(place)
    }
    if (taken.size >= max) return undefined
    const place = { until: at + lifetimeMs }
    taken.add(place)
    return { leave: () => void taken.delete(place) }
  }
}

interface Bucket {
  take(at: number): boolean
  refund(): void
}

/** A token bucket. */
function createBucket(burst: number, perSecond: number): Bucket {
  let units = burst
  let filledAt = 0
  return {
    take(at) {
      units = Math.min(burst, units + ((at - filledAt) / 1_000) * perSecond)
      filledAt = at
      if (units < 1) return false
      units--
      return true
    },
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
  /** A permit for one call now, if the lane has one. */
  start(lane: Lane, now: number): Permit | undefined
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
    start(lane, now) {
      const at = elapsed(now)
      const { calls, bucket } = lanes[lane]
      const place = at < resumesAt ? undefined : calls(at)
      if (!place) return undefined
      if (!bucket.take(at)) {
        place.leave()
        return undefined
      }
      return {
        end(isGood) {
          place.leave()
          // So this rate bounds refused keys, and a cold start with many good keys is not slowed down.
          if (isGood && lane === 'unseen') bucket.refund()
        },
      }
    },
    queue: (lane, now) => lanes[lane].queue(elapsed(now)),
    pause(seconds, now) {
      resumesAt = Math.max(resumesAt, elapsed(now) + Math.min(seconds, longestPauseSeconds) * 1_000)
    },
    pausedMs: (now) => Math.max(resumesAt - elapsed(now), 0),
  }
}
