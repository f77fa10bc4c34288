import { createCooldown } from '../async/cooldown.js'
import { createLease } from '../async/lease.js'
import type { KeyMemory } from './key-state.js'

/** The memory of one isolate, empty. A load takes at most `keyTimeoutMs` at the origin. */
export const createKeyMemory = (keyTimeoutMs: number): KeyMemory => ({
  // The shared cache and the origin have their time-outs, together at most this long.
  lease: createLease(() => Date.now(), keyTimeoutMs + 2_000),
  loads: 0,
  asked: 0,
  answered: 0,
  sinceFailure: createCooldown(),
  kidLookup: createCooldown(),
})
