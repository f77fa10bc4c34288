/** Where every time in the emulator comes from. Nothing else reads the system clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  milliseconds(): number
  /** Whole seconds since the epoch, as the service writes its times. */
  seconds(): number
}

/** The system clock is read at each call, so the fake timers of a test runner work by themselves. */
export function createClock(now: () => number = () => Date.now()): Clock {
  return { milliseconds: now, seconds: () => Math.floor(now() / 1000) }
}
