import { vi } from 'vitest'

const realSetTimeout = globalThis.setTimeout

/**
 * Lets work go on that takes no time of the test: streams, and cryptography on threads. Its threads take jobs in order, so
 * those that were started before are done.
 */
export async function settleRealWork(): Promise<void> {
  await new Promise<void>((resolve) => realSetTimeout(resolve, 0))
  for (let job = 0; job < 20; job++) await crypto.subtle.digest('SHA-256', new Uint8Array(1))
}

/**
 * Runs work in a time of its own, which passes as fast as timers can be fired: seconds cost milliseconds and are
 * exact. Crypto and streams go on in real time meanwhile.
 */
export async function inFakeTime<Result>(work: () => Promise<Result>): Promise<{ result: Result; tookMs: number }> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
  try {
    const startedAt = Date.now()
    let tookMs: number | undefined
    const done = work().finally(() => {
      tookMs = Date.now() - startedAt
    })
    done.catch(() => {})
    await settleRealWork()
    while (tookMs === undefined) {
      await vi.advanceTimersToNextTimerAsync()
      await settleRealWork()
    }
    return { result: await done, tookMs }
  } finally {
    vi.useRealTimers()
  }
}
