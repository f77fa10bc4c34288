import { createBoundedMap, isRefusal } from '@propelauth-edge/core/adapter'
import type { Settings } from '../options/settings.js'
import type { Outcome } from './introspect.js'
import { isWithin } from './is-within.js'

/** Short: a token that was tried too early should work soon. */
const longestRefusalMs = 5_000

interface Entry {
  readonly outcome: Outcome
  readonly from: number
  readonly until: number
}

/** Outcomes by the id of the token, within bounds. An answer about the server, instead of the token, is never kept. */
export function createOutcomeCache({ ttlMs, maxEntries }: Pick<Settings, 'ttlMs' | 'maxEntries'>) {
  // Apart, so that made-up tokens do not evict tokens in use.
  const accepted = createBoundedMap<Entry>(maxEntries)
  const refused = createBoundedMap<Entry>(maxEntries)
  return {
    recall(id: string, now: number): Outcome | undefined {
      const entry = accepted.get(id) ?? refused.get(id)
      return entry && isWithin(now, entry.from, entry.until) ? entry.outcome : undefined
    },

    /** Whether the last answer about the token was a yes, however long ago. */
    isKnown: (id: string): boolean => accepted.get(id) !== undefined,

    /** `from`: the time before the call. */
    remember(id: string, outcome: Outcome, from: number): void {
      if (!isRefusal(outcome)) {
        refused.delete(id)
        accepted.set(id, { outcome, from, until: Math.min(from + ttlMs, outcome.expiresAt * 1_000) })
      } else if (outcome.code !== 'mcp_unavailable') {
        accepted.delete(id)
        refused.set(id, { outcome, from, until: from + Math.min(ttlMs, longestRefusalMs) })
      }
    },
  }
}
