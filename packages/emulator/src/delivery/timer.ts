/** Wakes the deliverer when the next attempt is due. */
export interface Timer {
  /** Replaces the time that was set before. */
  set(wake: () => void, milliseconds: number): void
  clear(): void
}

/** The clock is read this often: a test may set it. */
const POLL_MS = 1000

/** A timer of this process, which does not keep it alive. */
export function processTimer(): Timer {
  let timer: NodeJS.Timeout | undefined
  return {
    set(wake, milliseconds) {
      clearTimeout(timer)
      timer = setTimeout(wake, Math.min(milliseconds, POLL_MS)).unref()
    },
    clear: () => clearTimeout(timer),
  }
}
