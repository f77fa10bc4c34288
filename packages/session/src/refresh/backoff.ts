import { firstPauseMs, longestPauseMs } from '../options/limits.js'

/** Keeps an isolate from making calls that fail: a pause after each failure, from 0.6 to 30 seconds. */
export interface Backoff {
  /** Seconds until the next call; 0 if it may be made now. */
  remaining(): number
  /**
   * Starts a call. While the service is away, the next pause starts with the call, so that one call tries at a time. What
   * it returns ends the call: with the least pause in seconds, if it failed.
   */
  begin(): (atLeastSeconds?: number) => void
}

export function createBackoff(now: () => number): Backoff {
  let failures = 0
  let pausedUntil = 0

  function pause(seconds = 0) {
    const ms = Math.max(firstPauseMs * 2 ** (failures - 1), seconds * 1_000)
    pausedUntil = failures && now() + Math.min(longestPauseMs, ms)
  }

  return {
    remaining() {
      const ms = pausedUntil - now()
      // After a clock was set back, a pause would last for longer than any.
      return ms > 0 && ms <= longestPauseMs ? Math.ceil(ms / 1_000) : 0
    },
    begin() {
      const before = failures
      pause()
      return (atLeastSeconds) => {
        if (atLeastSeconds === undefined) failures = 0
        // Calls that were made at the same time are one failure.
        else if (failures === before) failures++
        pause(atLeastSeconds)
      }
    },
  }
}
