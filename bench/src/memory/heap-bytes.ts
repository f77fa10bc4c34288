import { setTimeout as sleep } from 'node:timers/promises'

/** What is in use after a thorough collection; needs `--expose-gc`. */
export async function heapBytes(): Promise<number> {
  for (let pass = 0; pass < 3; pass++) {
    globalThis.gc?.()
    await sleep(5)
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
