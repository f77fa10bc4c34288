import { vi } from 'vitest'

const realSetTimeout = globalThis.setTimeout
const { subtle } = crypto
const realDigest = subtle.digest.bind(subtle)

/** Calls of Web Crypto by the work in a time of its own: started so far, and under way. */
const calls = { started: 0, underWay: 0 }

function countCalls(name: 'digest' | 'importKey' | 'verify') {
  const real = subtle[name].bind(subtle) as (...of: unknown[]) => Promise<unknown>
  const counted = async (...of: unknown[]) => {
    calls.started++
    calls.underWay++
    try {
      return await real(...of)
    } finally {
      calls.underWay--
    }
  }
  return vi.spyOn(subtle, name).mockImplementation(counted as never)
}

/**
 * Lets work go on that takes no time of the test: streams, and cryptography on threads. It has ended when no call of Web
 * Crypto is under way and none was started for some turns of the threads.
 */
export async function settleRealWork(): Promise<void> {
  await new Promise<void>((resolve) => realSetTimeout(resolve, 0))
  let { started } = calls
  for (let quietTurns = 0; quietTurns < 4; ) {
    await realDigest('SHA-256', new Uint8Array(1))
    quietTurns = calls.underWay > 0 || calls.started > started ? 0 : quietTurns + 1
    started = calls.started
  }
}

/**
 * Runs work in a time of its own, which passes as fast as timers can be fired: seconds cost milliseconds and are
 * exact. Crypto and streams go on in real time meanwhile.
 */
export async function inFakeTime<Result>(work: () => Promise<Result>): Promise<{ result: Result; tookMs: number }> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
  const counters = (['digest', 'importKey', 'verify'] as const).map(countCalls)
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
    for (const counter of counters) counter.mockRestore()
    vi.useRealTimers()
  }
}
