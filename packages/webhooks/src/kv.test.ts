import { describe, expect, test } from 'vitest'
import { deliver, now, secret } from '../test/message.ts'
import { createWebhooks } from './index.js'
import { type KvLike, kvSeenStore } from './kv.js'

function createMemoryKv() {
  const entries = new Map<string, string>()
  const puts: unknown[][] = []
  const kv: KvLike = {
    get: async (key) => entries.get(key) ?? null,
    async put(key, value, options) {
      puts.push([key, value, options])
      entries.set(key, value)
    },
  }
  return { kv, puts }
}

describe('a store in KV', () => {
  test('keeps an id for the time that it is told', async () => {
    const { kv, puts } = createMemoryKv()
    const store = kvSeenStore(kv)
    expect(await store.has('msg_1')).toBe(false)
    await store.add('msg_1', { ttlSeconds: 259_200 })
    expect([await store.has('msg_1'), await store.has('msg_2')]).toEqual([true, false])
    expect(puts).toEqual([['webhook:msg_1', '1', { expirationTtl: 259_200 }]])
  })

  test('keeps the ids of two endpoints apart by their prefix', async () => {
    const { kv } = createMemoryKv()
    const [users, orgs] = [kvSeenStore(kv, { prefix: 'users:' }), kvSeenStore(kv, { prefix: 'orgs:' })]
    await users.add('msg_1', { ttlSeconds: 60 })
    expect([await users.has('msg_1'), await orgs.has('msg_1')]).toEqual([true, false])
  })

  test('lets isolates know what others handled', async () => {
    const { kv } = createMemoryKv()
    const handled: string[] = []
    for (let isolate = 0; isolate < 2; isolate++) {
      const webhooks = createWebhooks({ secret, seen: kvSeenStore(kv), now: () => now * 1_000 })
      await webhooks.handler({ '*': ({ id }) => handled.push(id) })(await deliver({ id: 'msg_kv' }))
    }
    expect(handled).toEqual(['msg_kv'])
  })

  test('runs a function where the namespace gives undefined for a key that it has not', async () => {
    const entries = new Map<string, string>()
    const kv: KvLike = { get: async (key) => entries.get(key), put: async (key, value) => void entries.set(key, value) }
    const handled: string[] = []
    for (let isolate = 0; isolate < 2; isolate++) {
      const webhooks = createWebhooks({ secret, seen: kvSeenStore(kv), now: () => now * 1_000 })
      await webhooks.handler({ '*': ({ id }) => handled.push(id) })(await deliver({ id: 'msg_map' }))
    }
    expect(handled).toEqual(['msg_map'])
  })

  test('without a namespace is a TypeError that names the binding', () => {
    const get = async () => null
    for (const kv of [undefined, null, {}, 'WEBHOOKS', { get }, { get, put: true }])
      expect(() => kvSeenStore(kv as never)).toThrow(/^kvSeenStore: .+is the binding set\?.+ must be a function/)
  })

  test('takes no other option', () => {
    const { kv } = createMemoryKv()
    expect(() => kvSeenStore(kv, { prefixes: 'x' } as object)).toThrow('unknown option "prefixes"; known: prefix')
    expect(() => kvSeenStore(kv, { prefix: 1 as never })).toThrow('kvSeenStore: prefix must be a string, found number')
  })
})
