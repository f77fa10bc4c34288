/** A pause after an attempt. */
export interface Cooldown {
  /** Starts the pause, of which some milliseconds may have passed already. */
  start(now: number, passedMs?: number): void
  /** Milliseconds left of a pause of this length; zero or less once it is over. */
  remaining(now: number, lengthMs: number): number
}

/** Workers freeze the clock within a request, so each check at the time of the start counts as 30 ms. */
const checkMs = 30

/** Also ends under a stopped clock, after some checks, and at once if the clock was set back. */
export function createCooldown(): Cooldown {
  let startedAt = Number.POSITIVE_INFINITY
  let passed = 0
  return {
    start(now, passedMs = 0) {
      startedAt = now
      passed = passedMs
    },
    remaining(now, lengthMs) {
      if (now < startedAt) return 0
      if (now === startedAt) passed += checkMs
      return lengthMs - passed - (now - startedAt)
    },
  }
}
