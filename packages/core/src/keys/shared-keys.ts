import { within } from '../async/timers.js'
import { toVerificationKeys } from './json-web-key.js'
import type { JwksCache, JwksCacheEntry } from './jwks-cache.js'
import type { KeySet } from './key-set.js'

/** A key set and when the origin gave it, in milliseconds of Unix time. */
export interface DatedKeySet {
  readonly set: KeySet
  readonly fetchedAt: number
}

export interface SharedKeysConfig {
  readonly cache: JwksCache
  /** The address of the keys: stands in the key of the entry, beside the issuer. */
  readonly jwksUrl: string
  readonly issuer: string
  readonly allowEmulator: boolean
}

const timeoutMs = 1_000
const ttlSeconds = 172_800

/** The cache that isolates share. It is slower than memory and may fail in every way; neither changes a decision. */
export interface SharedKeys {
  /** What is stored, if it is a key set of this issuer. */
  read(): Promise<DatedKeySet | undefined>
  write(dated: DatedKeySet): Promise<void>
}

function toDatedKeySet(value: unknown, { issuer, allowEmulator }: SharedKeysConfig): DatedKeySet | undefined {
  const entry = value as Partial<JwksCacheEntry> | null | undefined
  if (typeof entry !== 'object' || entry?.issuer !== issuer || !Number.isFinite(entry.fetchedAt)) return undefined
  const keys = toVerificationKeys(entry, allowEmulator)
  return (
    keys && { set: { keys, anyKid: entry.anyKid === true && keys.length === 1 }, fetchedAt: Number(entry.fetchedAt) }
  )
}

const toEntry = ({ set, fetchedAt }: DatedKeySet, issuer: string): JwksCacheEntry => ({
  issuer,
  keys: set.keys.map(({ kid, n, e }) => ({ kty: 'RSA', kid, n, e })),
  fetchedAt,
  anyKid: set.anyKid || undefined,
})

export function sharedKeys(config: SharedKeysConfig): SharedKeys {
  const { cache, issuer } = config
  const key = `${config.jwksUrl}|${issuer}`
  return {
    async read() {
      try {
        return toDatedKeySet(await within(timeoutMs, () => cache.get(key)), config)
      } catch {
        return undefined
      }
    },
    async write(dated) {
      try {
        await within(timeoutMs, () => cache.put(key, toEntry(dated, issuer), { ttlSeconds }))
      } catch {
        // The next refresh writes again; nobody waits for this one.
      }
    },
  }
}
