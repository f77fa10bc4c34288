/** Milliseconds that have passed since the first look. */
export type Stopwatch = (now: number) => number

const longestStepMs = 3_600_000

/**
 * A stopwatch for waiting times that must end. It takes the larger step of two clocks, the one passed in and the
 * runtime's, because either may stand still. A step back counts as 0, and one step never counts for more than an hour.
 */
export function createStopwatch(): Stopwatch {
  let elapsed = 0
  let last: readonly number[] = []
  return (now) => {
    const clocks = [now, Date.now()]
    const steps = clocks.map((time, at) => time - (last[at] ?? time)).filter((step) => step > 0)
    last = clocks
    elapsed += Math.min(Math.max(0, ...steps), longestStepMs)
    return elapsed
  }
}
