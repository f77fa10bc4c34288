import type { Cooldown } from '../async/cooldown.js'
import type { Lease } from '../async/lease.js'
import type { Refusal } from '../response/refusal.js'
import type { CacheName, KeySet } from '../token/key-source.js'
import type { VerificationKey } from '../token/verification-key.js'

export interface RemoteKeysConfig {
  /** Named in the reason of a failure. */
  readonly jwksUrl: string
  /** Asks the origin for the keys that it publishes now. `askedAt` is when, in milliseconds of Unix time. */
  readonly fetchKeys: (askedAt: number) => Promise<KeySet>
  /** The cache that isolates share. Both functions reject if it fails or takes too long. */
  readonly shared:
    | {
        /** What is stored, if it is a key set of this issuer. */
        read(timeoutMs: number): Promise<KeySet | undefined>
        write(set: KeySet): Promise<void>
      }
    | undefined
  /** Older keys are never used, whatever happens to the origin. */
  readonly maxKeyAgeMs: number
  /** How far the clock of the issuer may differ. */
  readonly clockToleranceSeconds: number
  /** The clock, in milliseconds of Unix time. */
  readonly now: () => number
  /** Called after every read of the shared cache and every fetch; with the refusal if it failed. */
  readonly onLoad?: ((cache: CacheName, startedAt: number, failure?: Refusal) => void) | undefined
}

/** What one isolate knows about the keys of one origin, without the ports to get them. */
export interface KeyMemory {
  held?: KeySet
  readonly lease: Lease
  readonly longestLoadMs: number
  /** The number of finished loads. A waiter sees by it that the load of another request has finished. */
  loads: number
  /** Fetches of the origin that were started. */
  asked: number
  /** The fetch that gave the latest good answer. Answers may be out of order: the later question wins. */
  answered: number
  /** Why the latest fetch failed; `undefined` after a success. */
  failure?: Refusal | undefined
  readonly sinceFailure: Cooldown
  /** The load that a request gave up waiting for; later requests do not wait for it. */
  lateLoad?: number
  /** Since the origin was asked for an unknown kid, by this isolate or another one. */
  readonly kidLookup: Cooldown
}

/** A memory and the configuration of one source that uses it. */
export interface KeyState {
  readonly config: RemoteKeysConfig
  readonly memory: KeyMemory
}

/** Younger keys are used from memory: 10 minutes. */
export const freshMs = 600_000
/** Older keys are refreshed before they are used: 20 minutes. */
const overdueMs = 1_200_000
/** Clocks of isolates differ: an entry may seem to be from the future by a minute. */
const skewMs = 60_000

/** Zero for keys from the future: clocks differ. */
export const ageOf = ({ config }: KeyState, set: KeySet | undefined): number =>
  Math.max(0, config.now() - (set?.fetchedAt ?? 0))

/** Whether keys are younger than a limit, which is never above the option `maxKeyAgeSeconds`. */
export function isYoung({ config }: KeyState, { fetchedAt }: KeySet, limitMs: number, now = config.now()): boolean {
  const age = now - fetchedAt
  return age >= -skewMs && age < Math.min(limitMs, config.maxKeyAgeMs)
}

/** The keys held, unless they are older than `maxKeyAgeMs`. A clock that was set back does not end them. */
export function usableKeys({ memory: { held }, config }: KeyState): KeySet | undefined {
  return held && config.now() - held.fetchedAt < config.maxKeyAgeMs ? held : undefined
}

export function freshKeys(state: KeyState, now?: number): KeySet | undefined {
  const { held } = state.memory
  return held && isYoung(state, held, freshMs, now) ? held : undefined
}

export const isOverdue = ({ memory: { held }, config }: KeyState): boolean =>
  held !== undefined && config.now() - held.fetchedAt >= overdueMs

const idOf = ({ kid, n, e }: VerificationKey) => JSON.stringify([kid, n, e])

/** Replaces the keys held. A key that stays published stays the same object; one that left is marked as withdrawn. */
export function hold(state: KeyState, next: KeySet): void {
  const before = state.memory.held?.keys ?? []
  const known = new Map(before.map((key) => [idOf(key), key]))
  const keys = next.keys.map((key) => known.get(idOf(key)) ?? key)
  for (const key of before) key.withdrawn = !keys.includes(key)
  state.memory.held = { ...next, keys }
  state.memory.failure = undefined
}
