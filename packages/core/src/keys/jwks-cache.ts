/**
 * A store that keeps the key set longer than the isolate that fetched it. It has two methods, so that any store fits.
 * It is within the trust boundary: write access to it is enough to admit tokens.
 */
export interface JwksCache {
  /** The entry, or any other value if there is none. It is checked like an answer of the origin. */
  get(key: string): Promise<unknown>
  /** Stores an entry, a JSON value, for this many seconds. */
  put(key: string, entry: JwksCacheEntry, options: { readonly ttlSeconds: number }): Promise<void>
}

/** A key set with its issuer and its age. */
export interface JwksCacheEntry {
  readonly issuer: string
  readonly keys: readonly JwksCacheKey[]
  /** When the origin was asked for it, in milliseconds of Unix time. */
  readonly fetchedAt: number
  /** Set for the key of the metadata endpoint, which has no kid and matches any. */
  readonly anyKid?: boolean | undefined
}

export interface JwksCacheKey {
  readonly kty: 'RSA'
  readonly kid?: string | undefined
  readonly n: string
  readonly e: string
}

/**
 * A cache in memory, for several instances in one process.
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

/** The methods of the Cache API that are used. `caches.default` of Workers has them. */
export interface CacheLike {
  match(url: string): Promise<Response | undefined>
  put(url: string, response: Response): Promise<void>
}

/**
 * Keeps the key set in the Cache API of the data centre: free and fast, but without effect on `*.workers.dev`.
 * The default is `caches.default` or, in runtimes without it, a cache named `propelauth-jwks`.
 */
export function cacheApiJwksCache(cache?: CacheLike): JwksCache {
  const open = async (): Promise<CacheLike> =>
    cache ?? (caches as { default?: CacheLike }).default ?? ((await caches.open('propelauth-jwks')) as CacheLike)
  // The Cache API takes URLs as keys; this name is reserved (RFC 2606 §2) and never fetched.
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
