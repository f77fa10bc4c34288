import { vi } from 'vitest'

const realSetTimeout = globalThis.setTimeout
const breathe = () => new Promise<void>((resolve) => realSetTimeout(resolve, 0))

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
    await breathe()
    while (tookMs === undefined) {
      await vi.advanceTimersToNextTimerAsync()
      await breathe()
    }
    return { result: await done, tookMs }
  } finally {
    vi.useRealTimers()
  }
}
