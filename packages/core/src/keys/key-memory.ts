import { createCooldown } from '../async/cooldown.js'
import { createLease } from '../async/lease.js'
import type { KeyMemory } from './key-state.js'

/** The memory of one isolate, empty. A load takes at most `keyTimeoutMs` at the origin. */
export function createKeyMemory(keyTimeoutMs: number): KeyMemory {
  // The shared cache and the origin have their time-outs, together at most this long.
  const longestLoadMs = keyTimeoutMs + 2_000
  return {
    lease: createLease(() => Date.now(), longestLoadMs),
    longestLoadMs,
    loads: 0,
    asked: 0,
    answered: 0,
    sinceFailure: createCooldown(),
    kidLookup: createCooldown(),
  }
}
