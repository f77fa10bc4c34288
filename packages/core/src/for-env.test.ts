import { describe, expect, test } from 'vitest'
import { memoizeByEnv } from './for-env.js'
import { type KvLike, kvJwksCache } from './kv.js'
import type { PropelAuthOptions } from './options.js'
import { createTestIssuer, type TestIssuer } from './testing.js'

interface Env {
  readonly AUTH_URL?: string
}

const authUrl = 'https://auth.example.com'
const otherUrl = 'https://auth.other.example.com'

function createKv(): { kv: KvLike; stored: string[] } {
  const stored: string[] = []
  const kv = {
    get: async () => null,
    put: async (key: string) => void stored.push(key),
  }
  return { kv, stored }
}

const toOptions = (env: Env): PropelAuthOptions => ({ authUrl: env.AUTH_URL ?? authUrl })

describe('an instance for an environment', () => {
  test('is made once for an environment object, and its options are read once', () => {
    let reads = 0
    const forEnv = memoizeByEnv((env: Env) => {
      reads++
      return toOptions(env)
    })
    const env = { AUTH_URL: authUrl }
    expect(forEnv(env)).toBe(forEnv(env))
    expect(reads).toBe(1)
  })

  test('is made at most twice for one of many environment objects, however often they come', () => {
    let reads = 0
    const forEnv = memoizeByEnv((env: Env) => {
      reads++
      return { ...toOptions(env), onEvent: () => {} }
    })
    const tenants = Array.from({ length: 100 }, () => ({}))
    for (let round = 0; round < 3; round++) for (const env of tenants) forEnv(env)
    const instances = tenants.map((env) => forEnv(env))
    expect(reads).toBe(200)
    expect(tenants.map((env) => forEnv(env))).toEqual(instances)
    expect(new Set(instances).size).toBe(100)
  })

  test('is shared by environment objects that give the same options', () => {
    const forEnv = memoizeByEnv(toOptions)
    expect(forEnv({ AUTH_URL: authUrl })).toBe(forEnv({ AUTH_URL: authUrl }))
  })

  test('is the same for every request without an environment', () => {
    const forEnv = memoizeByEnv(toOptions)
    expect(forEnv()).toBe(forEnv(undefined))
    expect(forEnv()).toBe(forEnv({}))
  })

  test('does not depend on the order of the options, or on options that are undefined', () => {
    const orders: PropelAuthOptions[] = [
      { authUrl, realm: 'a' },
      { realm: 'a', authUrl },
      { realm: 'a', authUrl, issuer: undefined },
    ]
    const forEnv = memoizeByEnv((env: { at: number }) => orders[env.at] ?? { authUrl })
    expect(new Set(orders.map((_, at) => forEnv({ at }))).size).toBe(1)
  })

  test('is always the same if the options are an object', () => {
    const forEnv = memoizeByEnv({ authUrl })
    expect(forEnv({})).toBe(forEnv({}))
  })

  test('with wrong options is a TypeError, at once for an object and at the first use for a function', () => {
    expect(() => memoizeByEnv({ authUrl: 'auth.example.com' })).toThrow(TypeError)
    const forEnv = memoizeByEnv((env: Env) => ({ authUrl: env.AUTH_URL as string }))
    expect(() => forEnv()).toThrow(/authUrl must be an absolute URL/)
    expect(() => memoizeByEnv((() => {}) as unknown as typeof toOptions)()).toThrow(/expected options with an authUrl/)
  })
})

describe('wrong options are a TypeError also after an equal environment with right ones', () => {
  const wrong: Record<string, object> = {
    'resource: null': { resource: null },
    'resource: undefined': { resource: undefined },
    'audience: undefined': { audience: undefined },
    'isRevoked: undefined': { isRevoked: undefined },
    'verifierKey: null': { verifierKey: null },
    'jwks: null': { jwks: null },
    'roles: null': { roles: null },
    'tokenCache: null': { tokenCache: null },
    'clockToleranceSeconds: NaN': { clockToleranceSeconds: Number.NaN },
    'jwksUrl: a function': { jwksUrl: () => otherUrl },
    'an unknown name': { audiences: 'a' },
    'another case': { Audience: 'a' },
  }
  for (const [title, options] of Object.entries(wrong))
    test(title, () => {
      const forEnv = memoizeByEnv((env: { more: object }): PropelAuthOptions => ({ authUrl, ...env.more }))
      const right = forEnv({ more: {} })
      expect(() => forEnv({ more: options })).toThrow(TypeError)
      expect(forEnv({ more: {} })).toBe(right)
    })
})

describe('environments with equal data', () => {
  test('share the key set, whichever fetch brought it, and those with another jwksUrl do not', async () => {
    const [issuer, other] = await Promise.all([createTestIssuer({ authUrl }), createTestIssuer({ authUrl })])
    const forEnv = memoizeByEnv(({ fetch, jwksUrl }: { fetch: TestIssuer['fetch']; jwksUrl?: string }) => ({
      authUrl,
      fetch,
      jwksUrl,
    }))
    const token = await issuer.token()
    const accepted = { email: 'user@example.com' }
    await expect(forEnv({ fetch: issuer.fetch }).validateToken(token)).resolves.toMatchObject(accepted)
    await expect(forEnv({ fetch: other.fetch }).validateToken(token)).resolves.toMatchObject(accepted)
    const apart = { fetch: async () => Response.json(other.jwks), jwksUrl: `${authUrl}/other.json` }
    await expect(forEnv(apart).validateToken(token)).rejects.toMatchObject({ code: 'unknown_key' })
  })
})

describe('options with different data never share an instance', async () => {
  const [issuer, other] = await Promise.all([createTestIssuer(), createTestIssuer()])
  const base = { authUrl, jwks: issuer.jwks }
  const differing: Record<string, PropelAuthOptions> = {
    authUrl: { ...base, authUrl: otherUrl },
    'key set': { ...base, jwks: other.jwks },
    'verifier key': { authUrl, verifierKey: issuer.verifierKey },
    'jwks url': { authUrl, jwksUrl: `${otherUrl}/jwks.json` },
    issuer: { ...base, issuer: [authUrl, otherUrl] },
    'API key': { ...base, apiKey: 'key' },
    'clock tolerance': { ...base, clockToleranceSeconds: 0 },
    'token cache': { ...base, tokenCache: { maxBytes: 1_000 } },
    realm: { ...base, realm: 'other' },
    resource: { ...base, resource: authUrl },
    'emulator keys': { ...base, allowEmulator: 'remote' as const },
    roles: { ...base, roles: ['Owner'] },
  }

  for (const [title, options] of Object.entries(differing))
    test(title, () => {
      const forEnv = memoizeByEnv((env: { options: PropelAuthOptions }) => env.options)
      expect(forEnv({ options })).not.toBe(forEnv({ options: base }))
      expect(forEnv({ options: { ...options } })).toBe(forEnv({ options }))
    })

  test('the users of one environment are not accepted in the other', async () => {
    const issuers = { a: await createTestIssuer({ authUrl }), b: await createTestIssuer({ authUrl: otherUrl }) }
    const forEnv = memoizeByEnv(({ tenant }: { tenant: 'a' | 'b' }) => ({
      authUrl: issuers[tenant].authUrl,
      fetch: issuers[tenant].fetch,
    }))
    const token = await issuers.a.token()
    await expect(forEnv({ tenant: 'a' }).validateToken(token)).resolves.toMatchObject({ email: 'user@example.com' })
    await expect(forEnv({ tenant: 'b' }).validateToken(token)).rejects.toMatchObject({ code: 'issuer_mismatch' })
    const forged = await issuers.a.token({ claims: { iss: otherUrl } })
    await expect(forEnv({ tenant: 'b' }).validateToken(forged)).rejects.toMatchObject({ code: 'unknown_key' })
  })
})

describe('ports, such as a KV binding', () => {
  test('of one environment are never used for another project', async () => {
    const [issuer, other] = await Promise.all([createTestIssuer({ authUrl }), createTestIssuer({ authUrl: otherUrl })])
    const [store, otherStore] = [createKv(), createKv()]
    const forEnv = memoizeByEnv((env: { issuer: TestIssuer; KV: KvLike }) => ({
      authUrl: env.issuer.authUrl,
      fetch: env.issuer.fetch,
      jwksCache: kvJwksCache(env.KV),
    }))
    const pending: Promise<unknown>[] = []
    const waitUntil = (work: Promise<unknown>) => void pending.push(work)
    await forEnv({ issuer, KV: store.kv }).validateToken(await issuer.token(), { waitUntil })
    await forEnv({ issuer: other, KV: otherStore.kv }).validateToken(await other.token(), { waitUntil })
    await Promise.all(pending)
    expect(store.stored).toEqual([expect.stringContaining(`|${authUrl}`)])
    expect(otherStore.stored).toEqual([expect.stringContaining(`|${otherUrl}`)])
  })
})

test('instances of the 64 projects used last are kept', () => {
  const forEnv = memoizeByEnv((env: { at: number }) => ({ authUrl: `https://${env.at}.example.com` }))
  const [used, unused] = [forEnv({ at: 0 }), forEnv({ at: 1 })]
  for (let at = 2; at < 200; at++) {
    forEnv({ at })
    expect(forEnv({ at: 0 })).toBe(used)
  }
  expect(forEnv({ at: 1 })).not.toBe(unused)
})

describe('options that are not a plain object', () => {
  class Config {
    readonly #url: string
    constructor(url: string) {
      this.#url = url
    }
    get authUrl() {
      return this.#url
    }
  }

  test('are compared by the values that are read', () => {
    const forEnv = memoizeByEnv((env: Env) => new Config(env.AUTH_URL ?? authUrl))
    expect(forEnv({ AUTH_URL: otherUrl })).not.toBe(forEnv({}))
    const inherited = memoizeByEnv((env: Env) => Object.create(toOptions(env)))
    expect(inherited({ AUTH_URL: otherUrl })).not.toBe(inherited({}))
  })

  test('do not share an instance if only one has a validator of API keys', () => {
    const apiKeys = { validate: async () => null }
    const forEnv = memoizeByEnv((env: Env & { keys?: boolean }) => ({ authUrl, ...(env.keys && { apiKeys }) }))
    expect(forEnv({ keys: true })).not.toBe(forEnv({}))
  })
})
