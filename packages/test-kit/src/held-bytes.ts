import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/**
 * The bytes of the heap that are still in use after the work, beyond those before it. The least of several collections
 * counts, since some garbage is free only a turn of the event loop later.
 */
export async function heldBytes(work: () => unknown): Promise<number> {
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  await work()
  let held = Number.POSITIVE_INFINITY
  for (let round = 0; round < 3; round++) {
    await turn()
    collectGarbage()
    held = Math.min(held, process.memoryUsage().heapUsed - before)
  }
  return held
}
