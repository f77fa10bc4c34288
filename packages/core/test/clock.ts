/** A clock that a test sets. */
export interface Clock {
  /** Unix time in milliseconds. */
  now(): number
  advance(ms: number): void
}

export function createClock(startsAt = Date.now()): Clock {
  let now = startsAt
  return {
    now: () => now,
    advance(ms) {
      now += ms
    },
  }
}

export const [second, minute, hour] = [1_000, 60_000, 3_600_000]
