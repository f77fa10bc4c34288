import type { Soon } from './after.js'
import { type Refusal, refuse } from './errors.js'
import { candidates, type KeySet, type VerificationKey } from './verification-key.js'

/** Where the keys of an answer came from. */
export type CacheLevel = 'memory' | 'shared' | 'origin'

/** What the platform lends for one request. */
export interface KeyContext {
  /** Keeps work going after the response, as `ctx.waitUntil` does. */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined
}

export interface FoundKeys {
  readonly keys: readonly VerificationKey[]
  readonly level: CacheLevel
}

export interface KeySource {
  /** Whether what is held needs no look at cache or origin; only then may a remembered verdict be used as it is. */
  isFresh(now: number): boolean
  find(kid: string | undefined, context: KeyContext): Soon<FoundKeys | Refusal>
  /** Sees to it that keys are held. */
  load(context: KeyContext): Promise<Refusal | undefined>
}

export const unknownKey: Refusal = /* @__PURE__ */ refuse('unknown_key', 'No published key fits the token')

/** Keys in hand: no network at all. */
export function fixedKeys(set: KeySet): KeySource {
  return {
    isFresh: () => true,
    find(kid) {
      const keys = candidates(set, kid)
      return keys.length > 0 ? { keys, level: 'memory' } : unknownKey
    },
    load: async () => undefined,
  }
}
