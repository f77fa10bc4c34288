import { within } from '../async/timers.js'
import type { KeySet } from '../token/key-source.js'
import { toVerificationKeys } from './json-web-key.js'
import type { JwksCache, JwksCacheEntry } from './jwks-cache.js'
import type { RemoteKeysConfig } from './key-state.js'

/** The key of an entry is `jwksUrl` with the issuer. */
interface SharedKeysConfig {
  readonly jwksUrl: string
  readonly cache: JwksCache
  readonly issuer: string
  readonly allowEmulator: boolean
  /** How long an entry is stored. Default: 48 hours. */
  readonly ttlSeconds?: number | undefined
}

const writeTimeoutMs = 1_000
/** 48 hours. */
const minTtlSeconds = 172_800

/** How long an entry is stored: at least as long as its keys may be used. */
export const ttlOf = (maxKeyAgeMs: number): number => Math.max(minTtlSeconds, Math.ceil(maxKeyAgeMs / 1_000))

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
export function sharedKeys(config: SharedKeysConfig): NonNullable<RemoteKeysConfig['shared']> {
  const { cache, issuer, ttlSeconds = minTtlSeconds } = config
  if (typeof (cache as { getWithMetadata?: unknown }).getWithMetadata === 'function')
    throw new TypeError('jwksCache: found a KV namespace, expected kvJwksCache(namespace)')
  const key = `${config.jwksUrl}|${issuer}`
  return {
    read: async (timeoutMs) => toKeySet(await within(timeoutMs, () => cache.get(key)), config),
    write: (set) => within(writeTimeoutMs, () => cache.put(key, toEntry(set, issuer), { ttlSeconds })),
  }
}
