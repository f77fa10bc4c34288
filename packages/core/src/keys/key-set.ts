import { type KeySet, type KeySource, unknownKey } from '../token/key-source.js'
import type { VerificationKey } from '../token/verification-key.js'

/** A set may hold several keys with one kid; at most this many are tried. */
const maxCandidates = 4

/** The keys a token may have been signed with. A token without `kid` matches only where the set has one key. */
export function candidates(
  { keys, anyKid }: Pick<KeySet, 'keys' | 'anyKid'>,
  kid: string | undefined,
): readonly VerificationKey[] {
  if (anyKid) return keys
  if (kid === undefined) return keys.length === 1 ? keys : []
  return keys.filter((key) => key.kid === kid).slice(0, maxCandidates)
}

/** The set with these keys alone; `undefined` if it has none of them. */
export function select(set: KeySet | undefined, kid: string | undefined, cache = set?.cache): KeySet | undefined {
  const keys = set ? candidates(set, kid) : []
  return set && cache && keys.length > 0 ? { ...set, keys, cache } : undefined
}

/** A set that needs no refresh. */
export const fixedKeySet = (keys: readonly VerificationKey[], anyKid = false): KeySet => ({
  keys,
  anyKid,
  fetchedAt: Number.POSITIVE_INFINITY,
  cache: 'memory',
})

/** Keys that are given as an option: no network at all. */
export const fixedKeys = (set: KeySet): KeySource => ({
  isFresh: () => true,
  find: (kid) => select(set, kid) ?? unknownKey,
  load: async () => undefined,
})
