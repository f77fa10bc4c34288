import type { FaultRule } from '../http/fault-rule.js'
import type { Fault } from '../http/faults.js'
import type { HeldRequest } from '../http/held-requests.js'
import { poll } from './poll.js'
import { EmulatorTestError } from './test-error.js'

/** Holds requests to the emulator until the test lets them through. `using gate = …` opens it at the end of the block. */
export interface Gate extends Disposable {
  /** The requests that wait, oldest first. */
  waiting(): HeldRequest[]
  /**
   * Resolves when so many requests wait, by default one. `timeoutMs` is 5000 by default.
   * @throws {EmulatorTestError} `gate_timeout`, with the requests that wait
   */
  arrived(count?: number, timeoutMs?: number): Promise<void>
  /** Lets waiting requests go on, the oldest first, by default all. Later ones wait, too. Returns their number. */
  release(count?: number): number
  /** Lets all requests go on, from now on. */
  open(): void
}

export function createGate({ held, release, remove }: Fault, { method, group, path }: FaultRule): Gate {
  const where = [method, group, path].filter((part) => part !== undefined).join(' ')
  return {
    waiting: held,
    async arrived(count = 1, timeoutMs = 5_000) {
      const arrived = await poll(() => (held().length >= count ? true : undefined), timeoutMs)
      if (!arrived) throw timeoutError(where, count, timeoutMs, held())
    },
    release,
    open: remove,
    [Symbol.dispose]: remove,
  }
}

function timeoutError(
  where: string,
  count: number,
  timeoutMs: number,
  held: readonly HeldRequest[],
): EmulatorTestError {
  const waiting = held.map(({ method, path }) => `${method} ${path}`).join(', ') || 'none'
  const message = `Requests that wait at the gate ${where} after ${timeoutMs} ms: ${waiting}. Expected: ${count}`
  return new EmulatorTestError('gate_timeout', message)
}
