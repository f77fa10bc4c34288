import { describe, expect, test } from 'vitest'
import { type CacheLike, cacheApiJwksCache, type JwksCacheEntry, memoryJwksCache } from './jwks-cache.js'

const entry: JwksCacheEntry = {
  issuer: 'https://auth.example.com',
  keys: [{ kty: 'RSA', kid: 'a', n: 'AQ', e: 'AQAB' }],
  fetchedAt: 1,
}
const key = 'https://auth.example.com/.well-known/jwks.json|https://auth.example.com'

describe('a cache in memory', () => {
  test('has the entry of a key, and no other', async () => {
    const cache = memoryJwksCache()
    await cache.put(key, entry, { ttlSeconds: 60 })
    expect(await cache.get(key)).toEqual(entry)
    for (const other of ['', `${key}/`, '__proto__', 'constructor']) expect(await cache.get(other)).toBeUndefined()
    expect(await memoryJwksCache().get(key)).toBeUndefined()
  })
})

describe('a cache in the Cache API', () => {
  function createFakeCache() {
    const stored = new Map<string, Response>()
    const cache: CacheLike = {
      match: async (url) => stored.get(url)?.clone(),
      put: async (url, response) => void stored.set(url, response),
    }
    return { stored, cache }
  }

  test('stores JSON for the given time, under an address that is never fetched', async () => {
    const { stored, cache } = createFakeCache()
    await cacheApiJwksCache(cache).put(key, entry, { ttlSeconds: 60 })
    const [[url, response] = []] = stored
    expect(new URL(String(url)).hostname).toBe('jwks.invalid')
    expect(response?.headers.get('cache-control')).toBe('max-age=60')
    expect(await cacheApiJwksCache(cache).get(key)).toEqual(entry)
  })

  test('keeps keys apart, whatever characters they have', async () => {
    const { cache } = createFakeCache()
    const jwksCache = cacheApiJwksCache(cache)
    const keys = ['a', 'a/../b', 'b', 'a?b', 'a#b', 'a%2Fb', 'a/b']
    for (const name of keys) await jwksCache.put(name, { ...entry, issuer: name }, { ttlSeconds: 60 })
    for (const name of keys) expect(await jwksCache.get(name)).toMatchObject({ issuer: name })
    expect(await jwksCache.get('c')).toBeUndefined()
  })
})
