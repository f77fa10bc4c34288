/** The only source of time. No other file reads the system clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  milliseconds(): number
  /** Whole seconds since the epoch, the service's unit. */
  seconds(): number
  /** Whole seconds without what was advanced: the time on the clocks of other programs. */
  outsideSeconds(): number
  /** Seconds that the clock is ahead, by all calls of `advance`. */
  advanced(): number
  /** Moves the clock ahead. */
  advance(seconds: number): void
  /** Undoes all calls of `advance`. */
  restore(): void
}

/** The end of the year 9999, in Unix seconds: later moments have no form in ISO 8601 that all programs read. */
export const LAST_SECOND = 253_402_300_799

/** The longest time span that a request may ask for: far enough for every test, and time stamps stay valid dates. */
export const TEN_YEARS_SECONDS = 10 * 366 * 86_400

/** Looks `Date.now` up at each call, so that fake timers of a test runner apply. */
export function createClock(now: () => number = () => Date.now()): Clock {
  let advanced = 0
  const milliseconds = (): number => Math.floor(now() + advanced * 1000)
  return {
    milliseconds,
    seconds: () => Math.floor(milliseconds() / 1000),
    outsideSeconds: () => Math.floor(now() / 1000),
    advanced: () => advanced,
    advance(seconds) {
      advanced += seconds
    },
    restore() {
      advanced = 0
    },
  }
}

/** Measures a duration. Returns the whole milliseconds since its start, whatever happens to the clock meanwhile. */
export function startStopwatch(): () => number {
  const start = performance.now()
  return () => Math.round(performance.now() - start)
}
