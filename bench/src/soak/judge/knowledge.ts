import type { KeyRing, SigningKey } from '../services/key-ring.ts'

/** The right answer to a good token of a key, by the rules alone. */
export interface Expectation {
  readonly verdict: 'accept' | 'refuse' | 'either'
  readonly because: string
}

/** The time after its publication by which every process must have a key, if the origin was healthy all the time. */
const newKeyMs = 35_000
/** The time after its withdrawal by which no process may have a key: tokens with unknown ids come all the time. */
const withdrawnKeyMs = 40_000

/** What a process must know, derived from what happened outside it. */
export interface Knowledge {
  readonly bootAt: number
  /** When it first accepted a token, which shows that it has keys. */
  heldAt(): number | undefined
  /** Takes note of the time that has passed; to be called before the origin changes and every now and then. */
  observe(): void
  /** The store failed, or this machine was so busy that it may have seemed to fail. */
  doubtStore(): void
  accepted(key: SigningKey): void
  expect(key: SigningKey): Expectation
}

interface Surroundings {
  readonly keys: KeyRing
  readonly now: () => number
  readonly healthySince: () => number | undefined
  /** The keys that lay in the store at the start, if the store was in order. */
  readonly stored: ReadonlySet<SigningKey>
}

export function createKnowledge({ keys, now, healthySince, stored }: Surroundings): Knowledge {
  const bootAt = now()
  const due = new Set<SigningKey>()
  const gone = new Set<SigningKey>()
  const proven = new Set<SigningKey>()
  let heldAt: number | undefined
  let trustsStore = true

  return {
    bootAt,
    heldAt: () => heldAt,
    observe() {
      const well = healthySince()
      if (well === undefined) return
      for (const key of keys.all) {
        const since = Math.max(well, bootAt, key.withdrawnAt ?? key.publishedAt)
        if (key.withdrawnAt === undefined && now() - since >= newKeyMs) due.add(key)
        if (key.withdrawnAt !== undefined && now() - since >= withdrawnKeyMs) gone.add(key)
      }
    },
    doubtStore() {
      if (heldAt === undefined) trustsStore = false
    },
    accepted(key) {
      heldAt ??= now()
      if (key.withdrawnAt === undefined) proven.add(key)
    },
    expect(key) {
      if (gone.has(key)) return { verdict: 'refuse', because: 'withdrawn' }
      if (key.withdrawnAt !== undefined) return { verdict: 'either', because: 'withdrawn a moment ago' }
      if (proven.has(key)) return { verdict: 'accept', because: 'accepted before' }
      if (due.has(key)) return { verdict: 'accept', because: 'published long enough' }
      if (trustsStore && stored.has(key)) return { verdict: 'accept', because: 'in the store at the start' }
      return { verdict: 'either', because: 'may be too new' }
    },
  }
}
