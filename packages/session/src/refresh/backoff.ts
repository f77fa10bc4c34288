const firstMs = 600
const longestMs = 30_000

/** Keeps an isolate from calling a service that is away: a pause after each failure, from 0.6 to 30 seconds. */
export interface Backoff {
  /** Milliseconds until the next call; zero or less if it may be made now. */
  remaining(): number
  /** Starts a call. While the service is away, the next pause starts with the call, so that one call tries at a time. */
  begin(): Attempt
}

export interface Attempt {
  succeed(): void
  fail(retryAfterSeconds?: number): void
}

export function createBackoff(now: () => number): Backoff {
  let failures = 0
  let pausedUntil = 0

  function pause(atLeastMs = 0) {
    const ms = firstMs * 2 ** (failures - 1)
    pausedUntil = now() + Math.min(longestMs, Math.max(ms, atLeastMs))
  }

  return {
    remaining() {
      const ms = pausedUntil - now()
      // After a clock was set back, a pause would last for longer than any.
      return ms > longestMs ? 0 : ms
    },
    begin() {
      const before = failures
      if (failures > 0) pause()
      return {
        succeed() {
          failures = 0
          pausedUntil = 0
        },
        fail(retryAfterSeconds = 0) {
          // Calls that were made at the same time are one failure.
          if (failures === before) failures++
          pause(retryAfterSeconds * 1_000)
        },
      }
    },
  }
}
