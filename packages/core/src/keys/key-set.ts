import { type KeySource, unknownKey } from '../token/key-source.js'
import type { VerificationKey } from '../token/verification-key.js'

export interface KeySet {
  readonly keys: readonly VerificationKey[]
  /** The key of a PEM has no id and matches any kid (the service's metadata endpoint names none). */
  readonly anyKid: boolean
}

/** A set may hold several keys with one id; at most this many are tried. */
const maxCandidates = 4

/** The keys a token may have been signed with. A token without `kid` matches only where the set has one key. */
export function candidates({ keys, anyKid }: KeySet, kid: string | undefined): readonly VerificationKey[] {
  if (anyKid) return keys
  if (kid === undefined) return keys.length === 1 ? keys : []
  return keys.filter((key) => key.kid === kid).slice(0, maxCandidates)
}

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
