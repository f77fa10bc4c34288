/** Timers that are set to more fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/**
 * Settles as the work does, or rejects when the time is up or the caller aborts, whichever comes first. The signal of
 * the work is aborted then; a `fetch` that ignores it delays nothing.
 */
export function withDeadline<Result>(
  timeoutMs: number,
  toTimeout: () => Error,
  caller: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController()
  const { signal } = controller
  const abort = () => controller.abort(caller?.reason)
  const timer = setTimeout(() => controller.abort(toTimeout()), Math.min(timeoutMs, LONGEST_TIMER))
  caller?.addEventListener('abort', abort)
  return new Promise<Result>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
    work(signal).then(resolve, reject)
  }).finally(() => {
    clearTimeout(timer)
    caller?.removeEventListener('abort', abort)
  })
}

/** Waits. After an abort it never resolves, and has no timer left. */
export const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => clearTimeout(timer))
  })
