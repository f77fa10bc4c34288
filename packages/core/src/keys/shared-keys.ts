import { within } from '../async/timers.js'
import type { KeySet } from '../token/key-source.js'
import { toVerificationKeys } from './json-web-key.js'
import type { JwksCache, JwksCacheEntry } from './jwks-cache.js'

export interface SharedKeysConfig {
  readonly cache: JwksCache
  /** The address of the keys: part of the entry's key, beside the issuer. */
  readonly jwksUrl: string
  readonly issuer: string
  readonly allowEmulator: boolean
  /** Older keys are never used. */
  readonly maxKeyAgeMs: number
}

const writeTimeoutMs = 1_000
/** 48 hours. */
const minTtlSeconds = 172_800
/** Stores need not represent a longer time (RFC 9111 §1.2.2). */
const maxTtlSeconds = 2_147_483_647

/** An entry is stored for at least as long as its keys may be used. */
const ttlOf = (maxKeyAgeMs: number): number =>
  Math.min(Math.max(minTtlSeconds, Math.ceil(maxKeyAgeMs / 1_000)), maxTtlSeconds)

/** The cache that isolates share. Both functions reject if it fails or takes too long. */
export interface SharedKeys {
  /** What is stored, if it is a key set of this issuer. */
  read(timeoutMs: number): Promise<KeySet | undefined>
  write(set: KeySet): Promise<void>
}

function toKeySet(value: unknown, { issuer, allowEmulator }: SharedKeysConfig): KeySet | undefined {
  const entry = value as Partial<JwksCacheEntry> | null | undefined
  if (typeof entry !== 'object' || entry?.issuer !== issuer || !Number.isFinite(entry.fetchedAt)) return undefined
  const keys = toVerificationKeys(entry, allowEmulator)
  const anyKid = entry.anyKid === true && keys?.length === 1
  return keys && { keys, anyKid, fetchedAt: Number(entry.fetchedAt), cache: 'shared' }
}

const toEntry = ({ keys, anyKid, fetchedAt }: KeySet, issuer: string): JwksCacheEntry => ({
  issuer,
  keys: keys.map(({ kid, n, e }) => ({ kty: 'RSA', kid, n, e })),
  fetchedAt,
  anyKid: anyKid || undefined,
})

/** @throws {TypeError} for a KV namespace, which stores text: a mistake that would only show as a cache never hit */
export function sharedKeys(config: SharedKeysConfig): SharedKeys {
  const { cache, issuer } = config
  if (typeof (cache as { getWithMetadata?: unknown }).getWithMetadata === 'function')
    throw new TypeError('jwksCache: found a KV namespace, expected kvJwksCache(namespace)')
  const key = `${config.jwksUrl}|${issuer}`
  const ttlSeconds = ttlOf(config.maxKeyAgeMs)
  return {
    read: async (timeoutMs) => toKeySet(await within(timeoutMs, () => cache.get(key)), config),
    write: (set) => within(writeTimeoutMs, () => cache.put(key, toEntry(set, issuer), { ttlSeconds })),
  }
}
