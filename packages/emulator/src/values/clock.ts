/** The only source of time. No other file reads the system clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  milliseconds(): number
  /** Whole seconds since the epoch, the service's unit. */
  seconds(): number
}

/** Looks `Date.now` up at each call, so that fake timers of a test runner apply. */
export function createClock(now: () => number = () => Date.now()): Clock {
  return { milliseconds: now, seconds: () => Math.floor(now() / 1000) }
}
