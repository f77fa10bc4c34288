import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 20

/** What `find` returns as soon as it is defined. Undefined after the time-out. Fake timers of a test have no effect. */
export async function poll<Found>(find: () => Found | undefined, timeoutMs: number): Promise<Found | undefined> {
  const timeout = AbortSignal.timeout(timeoutMs)
  for (;;) {
    const found = find()
    if (found !== undefined || timeout.aborted) return found
    await sleep(POLL_MS)
  }
}
