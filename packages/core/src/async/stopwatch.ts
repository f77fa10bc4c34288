const longestStepMs = 3_600_000

/**
 * A stopwatch for waiting times that must end: gives the milliseconds since its first call. It takes the larger step of two clocks, the one passed in and the
 * runtime's, because either may stand still. A step back counts as 0, and one step never counts for more than an hour.
 */
export function createStopwatch(): (now: number) => number {
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
