import { describe, expect, test } from 'vitest'
import { type KvLike, kvJwksCache } from './kv.js'

const entry = { issuer: 'https://auth.example.com', keys: [], fetchedAt: 1 }
const key = 'https://auth.example.com/.well-known/jwks.json|https://auth.example.com'

describe('a cache in KV', () => {
  function createFakeKv() {
    const puts: unknown[][] = []
    const kv: KvLike = {
      get: async (name, type) => ({ name, type }),
      put: async (...put) => void puts.push(put),
    }
    return { puts, kv }
  }

  test('reads JSON and writes it with its time to live', async () => {
    const { puts, kv } = createFakeKv()
    expect(await kvJwksCache(kv).get(key)).toEqual({ name: key, type: 'json' })
    await kvJwksCache(kv).put(key, entry, { ttlSeconds: 172_800 })
    await kvJwksCache(kv, { ttlSeconds: 60 }).put(key, entry, { ttlSeconds: 172_800 })
    expect(puts).toEqual([
      [key, JSON.stringify(entry), { expirationTtl: 172_800 }],
      [key, JSON.stringify(entry), { expirationTtl: 60 }],
    ])
  })

  test('without a namespace is a TypeError that names the binding', () => {
    for (const kv of [undefined, null, {}, 'JWKS'])
      expect(() => kvJwksCache(kv as never)).toThrow('is the binding set?')
  })

  test('takes no time to live below a minute, as KV does not', () => {
    const { kv } = createFakeKv()
    for (const ttlSeconds of [59, 0, -1, Number.NaN]) expect(() => kvJwksCache(kv, { ttlSeconds })).toThrow(TypeError)
    expect(() => kvJwksCache(kv, { ttlSeconds: 60 })).not.toThrow()
    expect(() => kvJwksCache(kv, { ttlSecond: 60 } as object)).toThrow('unknown option "ttlSecond"')
  })
})
