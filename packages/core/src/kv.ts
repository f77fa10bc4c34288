import type { JwksCache } from './keys/jwks-cache.js'

export type { JwksCache, JwksCacheEntry, JwksCacheKey } from './keys/jwks-cache.js'

/** The methods of a Workers KV namespace that are used. */
export interface KvLike {
  get(key: string, type: 'json'): Promise<unknown>
  put(key: string, value: string, options: { expirationTtl: number }): Promise<void>
}

export interface KvJwksCacheOptions {
  /** How long KV keeps an entry, in seconds. At least 60, the minimum of KV. Default: 48 hours, or `maxKeyAgeSeconds` if that is longer. */
  readonly ttlSeconds?: number | undefined
}

/**
 * Keeps the key set in Workers KV, so that a cold isolate starts without a fetch, even while the key server is down.
 * Entries older than the option `maxKeyAgeSeconds` are never used.
 * @throws {TypeError} if the namespace is missing (the binding is not configured), for an unknown option, and for a TTL
 * below a minute
 *
 * @example
 * ```ts
 * createPropelAuth({ authUrl: env.PROPELAUTH_AUTH_URL, jwksCache: kvJwksCache(env.JWKS) })
 * ```
 */
export function kvJwksCache(kv: KvLike, { ttlSeconds, ...others }: KvJwksCacheOptions = {}): JwksCache {
  if (typeof kv?.get !== 'function') throw new TypeError('kvJwksCache: expected a KV namespace; is the binding set?')
  const [unknown] = Object.keys(others)
  if (unknown) throw new TypeError(`kvJwksCache: unknown option "${unknown}"; known: ttlSeconds`)
  if (ttlSeconds !== undefined && !(ttlSeconds >= 60))
    throw new TypeError('kvJwksCache: ttlSeconds must be at least 60')
  return {
    get: (key) => kv.get(key, 'json'),
    put: (key, entry, options) =>
      kv.put(key, JSON.stringify(entry), { expirationTtl: ttlSeconds ?? options.ttlSeconds }),
  }
}
