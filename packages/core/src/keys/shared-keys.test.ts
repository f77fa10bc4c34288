import { describe, expect, test } from 'vitest'
import { createClock } from '../../test/clock.js'
import { inFakeTime } from '../../test/fake-time.js'
import { createTestIssuer } from '../testing.js'
import { toVerificationKeys } from './json-web-key.js'
import type { JwksCacheEntry } from './jwks-cache.js'
import { type SharedKeysConfig, sharedKeys } from './shared-keys.js'

const { jwks, kid, authUrl } = await createTestIssuer()
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
const read = (stored: unknown, changes?: Partial<SharedKeysConfig>) => at({ get: async () => stored }, changes).read()

describe('what is stored', () => {
  test('is read with its age, under the address and the issuer', async () => {
    const asked: string[] = []
    const get = async (key: string) => {
      asked.push(key)
      return good
    }
    expect(await at({ get }).read()).toMatchObject({
      fetchedAt: good.fetchedAt,
      set: { anyKid: false, keys: [{ kid }] },
    })
    expect(asked).toEqual([`${jwksUrl}|${authUrl}`])
  })

  test('by another issuer is nothing', async () => {
    for (const issuer of ['https://evil.example', `${authUrl}/`, undefined, null, [authUrl]])
      expect(await read({ ...good, issuer })).toBeUndefined()
  })

  test('without a time is nothing', async () => {
    for (const fetchedAt of [undefined, null, '1', Number.NaN, Number.POSITIVE_INFINITY, [1]])
      expect(await read({ ...good, fetchedAt })).toBeUndefined()
  })

  test('that is garbage is nothing', async () => {
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
    expect((await read({ ...good, keys: [...keys, jwk] }))?.set.keys.map((key) => key.kid)).toEqual([kid])
    expect((await read({ ...good, keys }, { allowEmulator: true }))?.set.keys).toHaveLength(1)
  })

  test('stands for every kid only if it says so and is one key', async () => {
    expect((await read({ ...good, anyKid: true }))?.set.anyKid).toBe(true)
    expect((await read({ ...good, anyKid: true, keys: [jwk, { ...jwk, kid: 'b' }] }))?.set.anyKid).toBe(false)
    for (const anyKid of ['true', 1, {}]) expect((await read({ ...good, anyKid }))?.set.anyKid).toBe(false)
  })

  test('is a key set without its private or foreign members', async () => {
    const puts: [string, JwksCacheEntry, { ttlSeconds: number }][] = []
    const put = async (...of: [string, JwksCacheEntry, { ttlSeconds: number }]) => void puts.push(of)
    const keys = toVerificationKeys({ keys: [{ ...jwk, d: 'secret', x5c: ['secret'] }] }, false) ?? []
    await at({ put }).write({ set: { keys, anyKid: false }, fetchedAt: clock.now() })
    const entry = { issuer: authUrl, fetchedAt: clock.now(), keys: [{ kty: 'RSA', kid, n: jwk?.n, e: jwk?.e }] }
    expect(puts).toEqual([[`${jwksUrl}|${authUrl}`, entry, { ttlSeconds: 48 * 60 * 60 }]])
    expect(await read(JSON.parse(JSON.stringify(puts[0]?.[1])))).toMatchObject({
      set: { keys: [{ kid }], anyKid: false },
    })
  })

  test('keeps that its key stands for every kid', async () => {
    let stored: unknown
    const put = async (_key: string, entry: JwksCacheEntry) => {
      stored = JSON.parse(JSON.stringify(entry))
    }
    const keys = toVerificationKeys({ keys: [{ ...jwk, kid: undefined }] }, false) ?? []
    await at({ put }).write({ set: { keys, anyKid: true }, fetchedAt: clock.now() })
    expect((await read(stored))?.set).toMatchObject({ anyKid: true, keys: [{ kid: undefined }] })
  })
})

describe('a cache that fails', () => {
  const failing = {
    'by rejecting': () => Promise.reject(new Error('KV')),
    'by throwing': () => {
      throw new Error('KV')
    },
  }
  for (const [title, fail] of Object.entries(failing))
    test(`${title} is an empty one`, async () => {
      expect(await at({ get: fail }).read()).toBeUndefined()
      await at({ put: fail }).write({ set: { keys: [], anyKid: false }, fetchedAt: 0 })
    })

  test('by hanging is waited for one second', async () => {
    const hang = () => new Promise<never>(() => {})
    expect(await inFakeTime(() => at({ get: hang }).read())).toEqual({ result: undefined, tookMs: 1_000 })
    const writing = () => at({ put: hang }).write({ set: { keys: [], anyKid: false }, fetchedAt: 0 })
    expect(await inFakeTime(writing)).toMatchObject({ tookMs: 1_000 })
  })
})
