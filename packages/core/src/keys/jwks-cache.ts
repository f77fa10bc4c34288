/**
 * Where a key set outlives the isolate that fetched it. Two methods, so that any store fits. It lies within the
 * trust boundary: whoever can write to it can admit tokens.
 */
export interface JwksCache {
  /** What was put under the key, or anything falsy. It is checked like an answer of the origin. */
  get(key: string): Promise<unknown>
  /** Stores a JSON value for so many seconds. */
  put(key: string, entry: JwksCacheEntry, options: { readonly ttlSeconds: number }): Promise<void>
}

/** What is stored: enough to tell whose keys these are and how old. */
export interface JwksCacheEntry {
  readonly issuer: string
  readonly keys: readonly JwksCacheKey[]
  /** Unix time of the fetch, in milliseconds. */
  readonly fetchedAt: number
  /** Set for the key of the metadata endpoint, which has no id and stands for every id. */
  readonly anyKid?: boolean | undefined
}

export interface JwksCacheKey {
  readonly kty: 'RSA'
  readonly kid?: string | undefined
  readonly n: string
  readonly e: string
}

/**
 * A cache in memory, to be shared by several instances of one process.
 *
 * @example
 * ```ts
 * const jwksCache = memoryJwksCache()
 * const propelAuth = createPropelAuth({ authUrl: 'https://auth.example.com', jwksCache })
 * ```
 */
export function memoryJwksCache(): JwksCache {
  const entries = new Map<string, JwksCacheEntry>()
  return {
    get: async (key) => entries.get(key),
    put: async (key, entry) => void entries.set(key, entry),
  }
}

/** The part of the Cache API that is used; `caches.default` of Workers fits. */
export interface CacheLike {
  match(url: string): Promise<Response | undefined>
  put(url: string, response: Response): Promise<void>
}

/**
 * Keeps the key set in the Cache API of the data centre: free and quick, but without effect on `*.workers.dev`.
 * Takes `caches.default` where there is one, else a cache named `propelauth-jwks`.
 */
export function cacheApiJwksCache(cache?: CacheLike): JwksCache {
  const open = async (): Promise<CacheLike> =>
    cache ?? (caches as { default?: CacheLike }).default ?? ((await caches.open('propelauth-jwks')) as CacheLike)
  // The Cache API keys by URL; the reserved name (RFC 2606 §2) is never fetched.
  const toUrl = (key: string) => `https://jwks.invalid/${encodeURIComponent(key)}`
  return {
    async get(key) {
      const response = await (await open()).match(toUrl(key))
      return response?.json()
    },
    async put(key, entry, { ttlSeconds }) {
      const headers = { 'cache-control': `max-age=${ttlSeconds}`, 'content-type': 'application/json' }
      await (await open()).put(toUrl(key), new Response(JSON.stringify(entry), { headers }))
    },
  }
}
