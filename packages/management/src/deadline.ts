/** The end of a call: its time is up, or its caller has lost interest. */
export interface Deadline {
  /** Aborts what is under way. */
  readonly signal: AbortSignal
  readonly endsAt: number
  /** Settles like `work`, or rejects at once when the end comes, also if `work` takes no notice of the signal. */
  within<T>(work: Promise<T>): Promise<T>
  /** Frees the timer and the caller's signal. */
  clear(): void
}

const LONGEST_TIMER_MS = 2 ** 31 - 1

/** @param onTimeout makes the reason of an end by time; an end by `outer` has the reason of that signal */
export function startDeadline(timeoutMs: number, outer: AbortSignal | undefined, onTimeout: () => Error): Deadline {
  const controller = new AbortController()
  const { signal } = controller
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  // Nobody may be waiting when the end comes.
  ended.catch(() => {})
  const forward = () => controller.abort(outer?.reason)
  const timer = setTimeout(() => controller.abort(onTimeout()), Math.min(timeoutMs, LONGEST_TIMER_MS))
  outer?.addEventListener('abort', forward, { once: true })
  return {
    signal,
    endsAt: Date.now() + timeoutMs,
    within: (work) => Promise.race([work, ended]),
    clear() {
      clearTimeout(timer)
      outer?.removeEventListener('abort', forward)
    },
  }
}

/** Waits, unless the end of the call comes first. */
export async function pause(delayMs: number, deadline: Deadline): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, delayMs)
  })
  try {
    await deadline.within(over)
  } finally {
    clearTimeout(timer)
  }
}
