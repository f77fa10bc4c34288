import { describe, expect, test, vi } from 'vitest'
import { createKeyService, keyOf, principals } from '../test/api-keys.js'
import { createClock, hour, minute, second } from '../test/clock.js'
import { createGrantService } from '../test/grants.js'
import { createOrigin } from '../test/origin.js'
import { verdict } from '../test/verdict.js'
import { memoizeByEnv } from './for-env.js'
import { memoryJwksCache } from './keys/jwks-cache.js'
import { type PropelAuthOptions, portNames } from './options.js'
import { createTestIssuer } from './testing.js'

const authUrl = 'https://auth.example.com'
const [issuer, next] = await Promise.all([
  createTestIssuer({ authUrl, kid: 'first' }),
  createTestIssuer({ authUrl, kid: 'next' }),
])
const lasting = { claims: { iat: 1_000_000_000, exp: 9_000_000_000 } }
const [token, otherToken, nextToken] = await Promise.all([
  issuer.token({ user: { userId: 'ada' }, ...lasting }),
  issuer.token({ user: { userId: 'bob' }, ...lasting }),
  next.token(lasting),
])
const keyOptions = { accept: ['apiKey'] } as const

type Ports = Pick<PropelAuthOptions, (typeof portNames)[number]>

interface Env {
  readonly ports: Ports
}

const forEnvOf = (data: Partial<PropelAuthOptions> = {}) =>
  memoizeByEnv(({ ports }: Env) => ({ authUrl, ...data, ...ports }))

/** Two environments with equal data, and with ports that count their calls. */
function createTenants<Port>(create: (name: 'A' | 'B') => { readonly ports: Ports } & Port) {
  return { A: create('A'), B: create('B') }
}

const createOriginOfIssuer = () => createOrigin(() => Response.json(issuer.jwks))

describe('a request uses the ports of its own environment, whichever environment came first', () => {
  test('apiKeys: a key of one tenant opens no other', async () => {
    const { A, B } = createTenants((name) => {
      const service = createKeyService({ [`key-of-${name}`]: { user: { userId: name } } })
      return { service, ports: { apiKeys: service } }
    })
    const forEnv = forEnvOf({ jwks: issuer.jwks })
    const judge = (env: Env, key: string) => verdict(forEnv(env).validateToken(key, keyOptions))
    for (let round = 0; round < 2; round++) {
      expect(await judge(A, 'key-of-A')).toBe('accepted')
      expect(await judge(B, 'key-of-A')).toBe('invalid_api_key')
      expect(await judge(B, 'key-of-B')).toBe('accepted')
      expect(await judge(A, 'key-of-B')).toBe('invalid_api_key')
    }
    expect(A.service.asked).toEqual(['key-of-A', 'key-of-B'])
    expect(B.service.asked).toEqual(['key-of-A', 'key-of-B'])
  })

  test('apiKeys: a tenant without them accepts no keys', async () => {
    const forEnv = forEnvOf({ jwks: issuer.jwks })
    const apiKeys = createKeyService({ 'key-of-A': principals.generic })
    expect(await verdict(forEnv({ ports: { apiKeys } }).validateToken('key-of-A', keyOptions))).toBe('accepted')
    await expect(forEnv({ ports: {} }).validateToken('key-of-A', keyOptions)).rejects.toThrow(TypeError)
  })

  test('stepUp: a grant of one tenant counts at no other', async () => {
    const { A, B } = createTenants(() => {
      const grants = createGrantService()
      return { grants, ports: { stepUp: grants } }
    })
    const forEnv = forEnvOf({ jwks: issuer.jwks })
    const grant = A.grants.make('ada', 'PAY')
    const judge = (env: Env) =>
      verdict(
        forEnv(env).validateRequest(
          { headers: new Headers({ authorization: `Bearer ${token}`, 'x-step-up-grant': grant }) },
          { stepUp: { action: 'PAY' } },
        ),
      )
    expect(await judge(B)).toBe('step_up_required')
    expect(await judge(A)).toBe('accepted')
    await expect(judge({ ports: {} })).rejects.toThrow(TypeError)
    expect([A.grants.asked.length, B.grants.asked.length]).toEqual([1, 1])
  })

  test('onEvent: a listener gets the events of its own requests, cached tokens and key look-ups included', async () => {
    const heard: string[] = []
    const clock = createClock()
    const origin = createOriginOfIssuer()
    const { A, B } = createTenants((name) => ({
      ports: {
        fetch: origin.fetch,
        now: clock.now,
        onEvent: ({ type, cache = '' }) => void heard.push(`${name} ${type} ${cache}`),
      },
    }))
    const forEnv = forEnvOf()
    for (const [env, credential] of [
      [A, token],
      [B, token],
      [B, otherToken],
      [A, 'junk'],
      [B, 'junk'],
    ] as const)
      await verdict(forEnv(env).validateToken(credential))
    expect(heard).toEqual([
      'A keys origin',
      'A accepted origin',
      'B accepted token',
      'B accepted memory',
      'A refused ',
      'B refused ',
    ])
    clock.advance(25 * minute)
    await verdict(forEnv(B).validateToken(token))
    expect(heard.slice(6)).toEqual(['B keys origin', 'B accepted token'])
  })

  test('isRevoked: a user whom one tenant has stopped goes on at the other', async () => {
    const { A, B } = createTenants((name) => {
      const isRevoked = vi.fn(({ userId }: { userId: string }) => name === 'A' && userId === 'ada')
      return { isRevoked, ports: { isRevoked } }
    })
    const forEnv = forEnvOf({ jwks: issuer.jwks })
    for (let round = 0; round < 2; round++) {
      expect(await verdict(forEnv(B).validateToken(token))).toBe('accepted')
      expect(await verdict(forEnv(A).validateToken(token))).toBe('token_revoked')
    }
    expect([A.isRevoked.mock.calls.length, B.isRevoked.mock.calls.length]).toEqual([2, 2])
    expect(await verdict(forEnv({ ports: {} }).validateToken(token))).toBe('accepted')
  })

  test('fetch: each asks for unknown keys and refreshes through its own', async () => {
    const clock = createClock()
    const { A, B } = createTenants(() => {
      const origin = createOriginOfIssuer()
      return { origin, ports: { fetch: origin.fetch, now: clock.now } }
    })
    const forEnv = forEnvOf()
    await forEnv(A).validateToken(token)
    expect([A.origin.asked.length, B.origin.asked.length]).toEqual([1, 0])
    B.origin.answer = () => Response.json({ keys: [...issuer.jwks.keys, ...next.jwks.keys] })
    clock.advance(minute)
    expect(await verdict(forEnv(B).validateToken(nextToken))).toBe('accepted')
    expect([A.origin.asked.length, B.origin.asked.length]).toEqual([1, 1])
    clock.advance(hour)
    await forEnv(A).validateToken(otherToken)
    expect([A.origin.asked.length, B.origin.asked.length]).toEqual([2, 1])
  })

  test('jwksCache: neither reads nor writes that of the other', async () => {
    const clock = createClock()
    const origin = createOriginOfIssuer()
    const { A, B } = createTenants(() => {
      const cache = memoryJwksCache()
      const used: string[] = []
      const jwksCache = {
        get: (key: string) => {
          used.push('get')
          return cache.get(key)
        },
        put: (...call: Parameters<typeof cache.put>) => {
          used.push('put')
          return cache.put(...call)
        },
      }
      return { used, ports: { jwksCache, fetch: origin.fetch, now: clock.now } }
    })
    const forEnv = forEnvOf()
    const pending: Promise<unknown>[] = []
    const waitUntil = (work: Promise<unknown>) => void pending.push(work)
    const validate = async (env: Env, credential: string) => {
      await verdict(forEnv(env).validateToken(credential, { waitUntil }))
      await Promise.all(pending.splice(0))
    }
    await validate(A, token)
    expect(A.used).toContain('put')
    expect(B.used).toEqual([])
    const usedByA = [...A.used]
    clock.advance(11 * minute)
    await validate(B, otherToken)
    expect(A.used).toEqual(usedByA)
    expect(new Set(B.used)).toEqual(new Set(['get', 'put']))
  })

  test('now: each by its own clock, cached tokens included', async () => {
    const clock = createClock()
    const { A, B } = createTenants((name) => ({ ports: { now: () => clock.now() + (name === 'B' ? hour : 0) } }))
    const forEnv = forEnvOf({ jwks: issuer.jwks })
    const short = await issuer.token({ expiresInSeconds: 1_800 })
    expect(await verdict(forEnv(A).validateToken(short))).toBe('accepted')
    expect(await verdict(forEnv(B).validateToken(short))).toBe('token_expired')
    expect(await verdict(forEnv(A).validateToken(short))).toBe('accepted')
  })

  test('the global fetch and clock are looked up at each use', async () => {
    const forEnv = memoizeByEnv(() => ({ authUrl }))
    const origin = createOriginOfIssuer()
    vi.stubGlobal('fetch', origin.fetch)
    try {
      const short = await issuer.token({ expiresInSeconds: 1_800 })
      expect(await verdict(forEnv({}).validateToken(short))).toBe('accepted')
      expect(origin.asked).toHaveLength(1)
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hour })
      expect(await verdict(forEnv({}).validateToken(short))).toBe('token_expired')
    } finally {
      vi.useRealTimers()
      vi.unstubAllGlobals()
    }
  })
})

describe('what a new environment object with every request costs', () => {
  test('keys are fetched once for 100 requests, and the token is verified once', async () => {
    const origin = createOriginOfIssuer()
    const sources: (string | undefined)[] = []
    const forEnv = forEnvOf()
    for (let request = 0; request < 100; request++) {
      // Made anew each time, as by an options function that creates them.
      const ports = { fetch: (...call: Parameters<typeof origin.fetch>) => origin.fetch(...call), onEvent: () => {} }
      const onEvent: Ports['onEvent'] = ({ type, cache }) => type === 'accepted' && sources.push(cache)
      await forEnv({ ports: { ...ports, onEvent } }).validateToken(token)
    }
    expect(origin.asked).toHaveLength(1)
    expect(sources).toEqual(['origin', ...Array(99).fill('token')])
  })

  test('keys are fetched once for 100 requests at the same time', async () => {
    const origin = createOriginOfIssuer()
    const forEnv = forEnvOf()
    const validate = () => forEnv({ ports: { fetch: (...call) => origin.fetch(...call) } }).validateToken(token)
    await Promise.all(Array.from({ length: 100 }, validate))
    expect(origin.asked).toHaveLength(1)
  })

  test('unknown kids cost one fetch, and a failing origin is not asked by every request', async () => {
    const clock = createClock()
    const origin = createOriginOfIssuer()
    const forEnv = forEnvOf()
    const validate = (credential: string) =>
      verdict(
        forEnv({ ports: { now: () => clock.now(), fetch: (...call) => origin.fetch(...call) } }).validateToken(
          credential,
        ),
      )
    await validate(token)
    clock.advance(minute)
    for (let request = 0; request < 20; request++) {
      const stranger = await next.token({ ...lasting, header: { kid: `made-up-${request}` } })
      expect(await validate(stranger)).toBe('unknown_key')
    }
    expect(origin.asked).toHaveLength(2)
  })

  test('an answer about an API key is cached for its validator', async () => {
    const apiKeys = createKeyService({ good: principals.member })
    const forEnv = forEnvOf({ jwks: issuer.jwks })
    for (let request = 0; request < 100; request++)
      await forEnv({ ports: { apiKeys, onEvent: () => {} } }).validateToken('good', keyOptions)
    expect(apiKeys.asked).toEqual(['good'])
  })

  test('calls of validators that are made anew stay bounded', async () => {
    const service = createKeyService()
    const { now } = createClock()
    const forEnv = forEnvOf({ jwks: issuer.jwks })
    const judge = (key: string) =>
      verdict(forEnv({ ports: { now, apiKeys: { ...service } } }).validateToken(key, keyOptions))
    const codes = await Promise.all(Array.from({ length: 1_000 }, (_, at) => judge(keyOf(at))))
    expect(service.asked.length).toBeLessThan(150)
    expect(new Set(codes)).toEqual(new Set(['invalid_api_key', 'api_keys_unavailable']))
  })

  test('a pause of the backend holds for validators that are made anew', async () => {
    const service = createKeyService()
    const clock = createClock()
    const forEnv = forEnvOf({ jwks: issuer.jwks })
    const judge = (key: string) =>
      verdict(forEnv({ ports: { now: clock.now, apiKeys: { ...service } } }).validateToken(key, keyOptions))
    service.failure = { code: 'unavailable', status: 429, retryAfterSeconds: 60 }
    const limited = { ...service, validate: async () => Promise.reject(service.failure) }
    await verdict(forEnv({ ports: { now: clock.now, apiKeys: limited } }).validateToken('key', keyOptions))
    clock.advance(57 * second)
    expect(await judge('key')).toBe('api_keys_unavailable')
    expect(service.asked).toEqual([])
    service.failure = undefined
    clock.advance(3 * second)
    expect(await judge('key')).toBe('invalid_api_key')
  })

  test('no new instance where the ports are the same', () => {
    const ports = { fetch: issuer.fetch, onEvent: () => {} }
    const forEnv = forEnvOf()
    const first = forEnv({ ports })
    expect(forEnv({ ports })).toBe(first)
    expect(forEnv({ ports: { ...ports, onEvent: () => {} } })).not.toBe(first)
  })
})

describe('what is shared', () => {
  test('a key that one environment finds withdrawn ends the cached tokens of the other', async () => {
    const clock = createClock()
    const { A, B } = createTenants(() => {
      const origin = createOriginOfIssuer()
      return { origin, ports: { fetch: origin.fetch, now: clock.now } }
    })
    const forEnv = forEnvOf()
    expect(await verdict(forEnv(A).validateToken(token))).toBe('accepted')
    B.origin.answer = () => Response.json(next.jwks)
    A.origin.answer = () => Response.json(next.jwks)
    clock.advance(21 * minute)
    expect(await verdict(forEnv(B).validateToken(nextToken))).toBe('accepted')
    expect(await verdict(forEnv(A).validateToken(token))).not.toBe('accepted')
  })

  test('a token of one project is never accepted by another with other data', async () => {
    const forEnv = memoizeByEnv((env: { issuer: string }) => ({ authUrl, jwks: issuer.jwks, issuer: env.issuer }))
    expect(await verdict(forEnv({ issuer: authUrl }).validateToken(token))).toBe('accepted')
    expect(await verdict(forEnv({ issuer: 'https://other.example.com' }).validateToken(token))).toBe('issuer_mismatch')
  })
})

describe('every option', () => {
  const samples: Record<keyof PropelAuthOptions, unknown> = {
    authUrl,
    verifierKey: issuer.verifierKey,
    jwks: issuer.jwks,
    jwksUrl: authUrl,
    issuer: [authUrl],
    apiKey: 'key',
    tokenCache: { maxBytes: 1 },
    audience: ['api'],
    maxTokenBytes: 1_000,
    keyTimeoutMs: 1,
    maxKeyAgeSeconds: 1,
    clockToleranceSeconds: 1,
    roles: ['Owner'],
    permissions: ['read'],
    resource: authUrl,
    realm: 'realm',
    allowEmulator: 'remote',
    audit: true,
    apiKeys: createKeyService(),
    stepUp: createGrantService(),
    jwksCache: memoryJwksCache(),
    isRevoked: () => false,
    fetch: issuer.fetch,
    now: Date.now,
    onEvent: () => {},
  }
  for (const [name, sample] of Object.entries(samples))
    test(`${name} is compared as JSON, or is a port`, () => {
      const isData = !(portNames as readonly string[]).includes(name)
      const hasBehaviour = [sample, ...Object.values(Object(sample))].some((value) => typeof value === 'function')
      expect(hasBehaviour).toBe(!isData)
      if (isData) expect(JSON.parse(JSON.stringify(sample))).toEqual(sample)
    })
})

test('wrong ports and unknown options are a TypeError for every environment, not only for the first', () => {
  const forEnv = forEnvOf()
  forEnv({ ports: {} })
  for (const ports of [
    { fetch: 'fetch' },
    { onEvent: {} },
    { apiKeys: {} },
    { stepUp: {} },
    { jwksCache: {} },
    { isRevoked: true },
    { now: 7 },
  ])
    expect(() => forEnv({ ports } as unknown as Env)).toThrow(TypeError)
  const invalidPattern = { validate: async () => null, keyPattern: '^a$' }
  expect(() => forEnv({ ports: { apiKeys: invalidPattern } } as unknown as Env)).toThrow(/keyPattern/)
  expect(() => forEnv({ ports: { onEvent: () => {}, onevent: () => {} } } as unknown as Env)).toThrow(/onevent/)
})
