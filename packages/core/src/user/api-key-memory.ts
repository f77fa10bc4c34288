import { isRefusal, type Refusal } from '../response/refusal.js'
import { type ApiKeyLimits, createApiKeyLimits, type Lane } from './api-key-limits.js'
import { createBoundedMap } from './bounded-map.js'
import type { Identified } from './principal.js'

const maxAnswers = 1_000
const maxKnown = 10_000

/** The cached answers of one validator, by the id of the key. */
function createAnswers() {
  const createEntries = () =>
    createBoundedMap<{ readonly answer: Identified | Refusal; readonly from: number; readonly until: number }>(
      maxAnswers,
    )
  // Apart, so that made-up keys do not evict keys in use.
  const [accepted, refused] = [createEntries(), createEntries()]
  return {
    recall(id: string, now: number): Identified | Refusal | undefined {
      const entry = accepted.get(id) ?? refused.get(id)
      // `from` as well: a clock that is set back prolongs nothing.
      return entry && now >= entry.from && now < entry.until ? entry.answer : undefined
    },
    remember(id: string, answer: Identified | Refusal, from: number, seconds: number): void {
      const [entries, others] = isRefusal(answer) ? [refused, accepted] : [accepted, refused]
      others.delete(id)
      entries.set(id, { answer, from, until: from + seconds * 1_000 })
    },
  }
}

/**
 * What is known about keys, and the bounds of the calls about them. May be shared by validators of one project: an
 * answer counts only for the validator that gave it, while all share the bounds, as they share the backend's own limit.
 */
export interface ApiKeyMemory {
  readonly limits: ApiKeyLimits
  answersOf(validator: object): ReturnType<typeof createAnswers>
  /** `known` for a key whose last answer was a yes, however long ago. */
  laneOf(id: string): Lane
  setKnown(id: string, isGood: boolean): void
}

export function createApiKeyMemory(): ApiKeyMemory {
  const answers = new WeakMap<object, ReturnType<typeof createAnswers>>()
  const known = createBoundedMap<true>(maxKnown)
  return {
    limits: createApiKeyLimits(),
    answersOf(validator) {
      const own = answers.get(validator) ?? createAnswers()
      answers.set(validator, own)
      return own
    },
    laneOf: (id) => (known.get(id) ? 'known' : 'unseen'),
    setKnown: (id, isGood) => (isGood ? known.set(id, true) : known.delete(id)),
  }
}
