import { ManagementError } from '../errors/management-error.js'

/** Runs a function later, unless the signal is aborted before. */
function setTimer(run: () => void, ms: number, signal: AbortSignal): void {
  // setTimeout fires at once for delays above 2³¹−1 ms.
  const longest = 2 ** 31 - 1
  const timer = setTimeout(run, Math.min(ms, longest))
  signal.addEventListener('abort', () => clearTimeout(timer))
}

/**
 * Settles as the work does, or rejects when the time is up or the caller aborts, whichever comes first. The signal of
 * the work is aborted at the end in any case, which releases timers and listeners; a `fetch` that ignores it delays nothing.
 * @throws {ManagementError} `timeout`
 */
export function withDeadline<Result>(
  operation: string,
  timeoutMs: number,
  caller: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController()
  const { signal } = controller
  return new Promise<Result>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
    caller?.addEventListener('abort', () => controller.abort(caller.reason), { signal })
    const expire = () =>
      controller.abort(new ManagementError('timeout', operation, { reason: `after ${timeoutMs} ms` }))
    setTimer(expire, timeoutMs, signal)
    work(signal).then(resolve, reject)
  }).finally(() => controller.abort())
}

/** Waits. After an abort it never resolves, and has no timer left. */
export const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => setTimer(resolve, ms, signal))
