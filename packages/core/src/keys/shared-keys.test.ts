import { describe, expect, test } from 'vitest'
import { createClock, hour, second } from '../../test/clock.js'
import { inFakeTime } from '../../test/fake-time.js'
import { issuer } from '../../test/issuer.js'
import type { KeySet } from '../token/key-source.js'
import { toVerificationKeys } from './json-web-key.js'
import type { JwksCache, JwksCacheEntry } from './jwks-cache.js'
import { sharedKeys, ttlOf } from './shared-keys.js'

type SharedKeysConfig = Parameters<typeof sharedKeys>[0]

const { jwks, kid, authUrl } = issuer
const [jwk] = jwks.keys
const jwksUrl = `${authUrl}/.well-known/jwks.json`
const clock = createClock()
const good = { issuer: authUrl, keys: jwks.keys, fetchedAt: clock.now() }

const at = (cache: Partial<SharedKeysConfig['cache']>, changes: Partial<SharedKeysConfig> = {}) =>
  sharedKeys({
    cache: { get: async () => undefined, put: async () => {}, ...cache },
    jwksUrl,
    issuer: authUrl,
    allowEmulator: false,
    ...changes,
  })
const read = (stored: unknown, changes?: Partial<SharedKeysConfig>) => at({ get: async () => stored }, changes).read(99)
const fetched = (keys: unknown, anyKid = false): KeySet => ({
  keys: toVerificationKeys({ keys }, false) ?? [],
  anyKid,
  fetchedAt: clock.now(),
  cache: 'origin',
})

describe('an entry', () => {
  test('is read with its age, under the address and the issuer', async () => {
    const asked: string[] = []
    const get = async (key: string) => {
      asked.push(key)
      return good
    }
    const expected = { fetchedAt: good.fetchedAt, anyKid: false, cache: 'shared', keys: [{ kid }] }
    expect(await at({ get }).read(99)).toMatchObject(expected)
    expect(asked).toEqual([`${jwksUrl}|${authUrl}`])
  })

  test('of another issuer counts as none', async () => {
    for (const issuer of ['https://evil.example', `${authUrl}/`, undefined, null, [authUrl]])
      expect(await read({ ...good, issuer })).toBeUndefined()
  })

  test('without a time counts as none', async () => {
    for (const fetchedAt of [undefined, null, '1', Number.NaN, Number.POSITIVE_INFINITY, [1]])
      expect(await read({ ...good, fetchedAt })).toBeUndefined()
  })

  test('of another form counts as none', async () => {
    for (const stored of [undefined, null, '', 'garbage', 7, [], {}, { keys: [] }, jwks, '{"issuer"', true])
      expect(await read(stored)).toBeUndefined()
  })

  test('is checked like an answer of the origin', async () => {
    const keys = [
      { ...jwk, e: 'AQ' },
      { ...jwk, use: 'enc' },
      { ...jwk, kid: 'emu_1' },
      { ...jwk, n: 'AQAB' },
    ]
    expect(await read({ ...good, keys })).toBeUndefined()
    expect((await read({ ...good, keys: [...keys, jwk] }))?.keys.map((key) => key.kid)).toEqual([kid])
    expect((await read({ ...good, keys }, { allowEmulator: true }))?.keys).toHaveLength(1)
  })

  test('matches any kid only if it says so and has one key', async () => {
    expect((await read({ ...good, anyKid: true }))?.anyKid).toBe(true)
    expect((await read({ ...good, anyKid: true, keys: [jwk, { ...jwk, kid: 'b' }] }))?.anyKid).toBe(false)
    for (const anyKid of ['true', 1, {}]) expect((await read({ ...good, anyKid }))?.anyKid).toBe(false)
  })

  test('is written without private or unknown members', async () => {
    const puts: [string, JwksCacheEntry, { ttlSeconds: number }][] = []
    const put = async (...of: [string, JwksCacheEntry, { ttlSeconds: number }]) => void puts.push(of)
    await at({ put }).write(fetched([{ ...jwk, d: 'secret', x5c: ['secret'] }]))
    const entry = { issuer: authUrl, fetchedAt: clock.now(), keys: [{ kty: 'RSA', kid, n: jwk?.n, e: jwk?.e }] }
    expect(puts).toEqual([[`${jwksUrl}|${authUrl}`, entry, { ttlSeconds: 48 * 60 * 60 }]])
    expect(await read(JSON.parse(JSON.stringify(puts[0]?.[1])))).toMatchObject({ keys: [{ kid }], anyKid: false })
  })

  test('is stored for 48 hours, or for as long as its keys may be used', async () => {
    const ttls: number[] = []
    const put: JwksCache['put'] = async (_key, _entry, { ttlSeconds }) => void ttls.push(ttlSeconds)
    await at({ put }).write(fetched([jwk]))
    for (const maxKeyAgeMs of [second, 48 * hour, 49 * hour, 49 * hour + 1, 1e15])
      await at({ put }, { ttlSeconds: ttlOf(maxKeyAgeMs) }).write(fetched([jwk]))
    expect(ttls).toEqual([172_800, 172_800, 172_800, 176_400, 176_401, 1e12])
  })

  test('keeps that its key matches any kid', async () => {
    let stored: unknown
    const put = async (_key: string, entry: JwksCacheEntry) => {
      stored = JSON.parse(JSON.stringify(entry))
    }
    await at({ put }).write(fetched([{ ...jwk, kid: undefined }], true))
    expect(await read(stored)).toMatchObject({ anyKid: true, keys: [{ kid: undefined }] })
  })
})

describe('a cache that fails', () => {
  const failing = {
    rejects: () => Promise.reject(new Error('KV')),
    throws: () => {
      throw new Error('KV')
    },
  }
  for (const [way, fail] of Object.entries(failing))
    test(`is not taken for an empty one: it ${way}`, async () => {
      await expect(at({ get: fail }).read(99)).rejects.toThrow('KV')
      await expect(at({ put: fail }).write(fetched([jwk]))).rejects.toThrow('KV')
    })

  test('by hanging has a time-out, a second for writing', async () => {
    const hang = () => new Promise<never>(() => {})
    const outcome = (work: Promise<unknown>) => work.catch((error: Error) => error.message)
    const reading = await inFakeTime(() => outcome(at({ get: hang }).read(500)))
    expect(reading).toEqual({ result: 'no answer within 500 ms', tookMs: 500 })
    const writing = await inFakeTime(() => outcome(at({ put: hang }).write(fetched([jwk]))))
    expect(writing).toEqual({ result: 'no answer within 1000 ms', tookMs: 1_000 })
  })
})

describe('a KV namespace in the place of a cache', () => {
  class Namespace {
    async get() {
      return null
    }
    async put() {}
    async list() {}
    async getWithMetadata() {}
  }
  const forms = {
    'as Workers have it': new Namespace(),
    'with members of its own': { ...at({}), get: async () => null, put: async () => {}, getWithMetadata() {} },
    'behind a proxy, as local tools have it': new Proxy({} as Namespace, { get: () => async () => null }),
  }
  for (const [form, cache] of Object.entries(forms))
    test(`is a TypeError that says what to write: ${form}`, () => {
      expect(() => at({}, { cache })).toThrow(TypeError)
      expect(() => at({}, { cache })).toThrow('expected kvJwksCache(namespace)')
    })

  test('is distinguished from other stores with two methods, such as the storage of a Durable Object', () => {
    const storage = { get: async () => undefined, put: async () => {}, list: async () => new Map(), delete() {} }
    expect(() => at({}, { cache: storage })).not.toThrow()
  })
})
