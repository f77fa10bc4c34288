import { firstPauseMs, longestPauseMs } from '../options/limits.js'

/** Keeps an isolate from making calls that fail: a pause after each failure, from 0.6 to 30 seconds. */
export interface Backoff {
  /** Seconds until the next call; 0 if it may be made now. */
  pause(): number
  /**
   * Starts a call. While the service is away, the next pause starts with the call, so that one call tries at a time. What
   * it returns ends the call: with the least pause in seconds, if it failed.
   */
  begin(): (atLeastSeconds?: number) => void
}

export function createBackoff(now: () => number): Backoff {
  let pauseMs = 0
  let pausedUntil = 0
  return {
    pause() {
      const ms = pausedUntil - now()
      // After a clock was set back, a pause would last for longer than any.
      return ms > 0 && ms <= longestPauseMs ? Math.ceil(ms / 1_000) : 0
    },
    begin() {
      const before = pauseMs
      pausedUntil = pauseMs && now() + pauseMs
      return (seconds) => {
        // Calls that were made at the same time are one failure.
        if (seconds === undefined) pauseMs = 0
        else if (pauseMs === before) pauseMs = Math.min(longestPauseMs, pauseMs * 2 || firstPauseMs)
        pausedUntil = pauseMs && now() + Math.min(longestPauseMs, Math.max(pauseMs, Number(seconds) * 1_000))
      }
    },
  }
}
