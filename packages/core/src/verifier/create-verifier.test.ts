import { describe, expect, test } from 'vitest'
import { issuer } from '../../test/issuer.js'
import { createOrigin } from '../../test/origin.js'
import { memoryJwksCache } from '../keys/jwks-cache.js'
import { createPropelAuth } from '../propelauth.js'
import { AUTH_ERRORS, type AuthErrorCode } from '../response/errors.js'
import { badTokens, createTestIssuer } from '../testing.js'
import { createVerifier, keysOf, pemKey, remoteKeys, tokenCache, type VerifierOptions } from '../verifier.js'
import { statusOf } from './plain-response.js'

const { authUrl, jwks } = issuer
const token = await issuer.token({ user: { userId: 'u1' }, orgs: [{ orgId: 'acme', role: 'Admin' }] })

const verifier = createVerifier({ authUrl, keys: keysOf(jwks) })
const propelAuth = createPropelAuth({ authUrl, jwks })

const requestWith = (authorization?: string) =>
  new Request('https://api.example.com/', { headers: authorization === undefined ? {} : { authorization } })
const authenticate = (bearer: string, used = verifier) => used.authenticateRequest(requestWith(`Bearer ${bearer}`))

const failed = [
  undefined,
  'Basic dTpw',
  'Bearer',
  'Bearer a b',
  'Bearer a,b',
  `Bearer ${'x'.repeat(32_769)}`,
  ...(await badTokens(issuer)).map((bad) => `Bearer ${bad.token}`),
]

describe('a verifier decides like an instance with default options', () => {
  test('a good token: the same user', async () => {
    const result = await authenticate(token)
    expect(result).toEqual({ ok: true, user: await propelAuth.validateToken(token) })
    expect(result.ok && result.user.getOrg('acme')?.isRole('Admin')).toBe(true)
  })

  test('a bad or absent token: the same code, detail, status and challenge', async () => {
    for (const authorization of failed) {
      const result = await verifier.authenticateRequest(requestWith(authorization))
      const expected = await propelAuth.authenticateRequest(requestWith(authorization))
      if (result.ok || expected.ok) throw new Error(`accepted: ${authorization}`)
      const { code, status, detail } = expected.error
      expect(result).toMatchObject({ code, status, detail })
      expect([...result.response().headers]).toEqual([...expected.response().headers])
      expect(result.response().status).toBe(status)
      const { type, title, ...body } = await expected.response({ detail: true }).json()
      expect(await result.response({ detail: true }).json()).toEqual(body)
      expect(await result.response().json()).toEqual({ status, code })
    }
  })

  test('the status of every code about tokens and keys is that of AUTH_ERRORS', () => {
    const others = /^(not_org|insufficient|impersonation|cross_site|rate|api_keys|step_up|session|mcp)/
    const codes = (Object.keys(AUTH_ERRORS) as AuthErrorCode[]).filter((code) => !others.test(code))
    for (const code of codes) expect(statusOf(code), code).toBe(AUTH_ERRORS[code].status)
  })

  test('other issuers, if they are given', async () => {
    const foreign = createVerifier({ authUrl, keys: keysOf(jwks), issuer: 'https://other.example.com' })
    expect(await authenticate(token, foreign)).toMatchObject({ code: 'issuer_mismatch' })
    const both = createVerifier({ authUrl, keys: keysOf(jwks), issuer: ['https://other.example.com', authUrl] })
    expect(await authenticate(token, both)).toMatchObject({ ok: true })
  })

  test('keys of a local emulator count on loopback alone', async () => {
    for (const [url, ok] of [
      ['http://localhost:4460', true],
      ['https://auth.example.com', false],
    ] as const) {
      const emulator = await createTestIssuer({ authUrl: url, kid: 'emu_1' })
      const result = await authenticate(
        await emulator.token(),
        createVerifier({ authUrl: url, keys: remoteKeys(), fetch: async () => Response.json(emulator.jwks) }),
      )
      expect(result.ok, url).toBe(ok)
    }
  })
})

describe('remoteKeys', () => {
  test('asks the auth URL once, and another isolate finds the keys in the shared cache', async () => {
    const origin = createOrigin(() => Response.json(jwks))
    const cache = memoryJwksCache()
    for (const expected of [1, 1]) {
      const isolate = createVerifier({ authUrl, keys: remoteKeys({ cache }), fetch: origin.fetch })
      expect(await authenticate(token, isolate)).toMatchObject({ ok: true })
      expect(await authenticate(token, isolate)).toMatchObject({ ok: true })
      await new Promise((resolve) => setTimeout(resolve))
      expect(origin.asked).toHaveLength(expected)
    }
    expect(origin.asked).toEqual([`${authUrl}/.well-known/jwks.json`])
  })

  test('shares the entry of the cache with an instance', async () => {
    const origin = createOrigin(() => Response.json(jwks))
    const jwksCache = memoryJwksCache()
    await createPropelAuth({ authUrl, jwksCache, fetch: origin.fetch }).prefetchKeys()
    const second = createVerifier({ authUrl, keys: remoteKeys({ cache: jwksCache }), fetch: origin.fetch })
    expect(await authenticate(token, second)).toMatchObject({ ok: true })
    expect(origin.asked).toHaveLength(1)
  })

  test('without keys, gives 503 with Retry-After', async () => {
    const away = createVerifier({
      authUrl,
      keys: remoteKeys({ jwksUrl: 'https://keys.example.com/jwks' }),
      fetch: () => Promise.reject(new TypeError('fetch failed')),
    })
    const result = await authenticate(token, away)
    if (result.ok) throw new Error('accepted')
    expect(result).toMatchObject({ code: 'jwks_unavailable', status: 503 })
    expect(result.detail).toBe('No keys from keys.example.com: fetch failed')
    expect(result.response().headers.get('retry-after')).toBe('1')
    expect(result.response().headers.has('www-authenticate')).toBe(false)
  })

  test('hands the write of the shared cache to waitUntil', async () => {
    const handed: Promise<unknown>[] = []
    const keys = remoteKeys({ cache: memoryJwksCache() })
    const isolate = createVerifier({ authUrl, keys, fetch: async () => Response.json(jwks) })
    await isolate.authenticateRequest(requestWith(`Bearer ${token}`), { waitUntil: (work) => handed.push(work) })
    expect(handed.length).toBeGreaterThan(0)
  })
})

test('pemKey takes a mangled PEM, which matches every kid', async () => {
  const withPem = createVerifier({ authUrl, keys: pemKey(issuer.verifierKey.replaceAll('\n', '\\n')) })
  expect(await authenticate(token, withPem)).toMatchObject({ ok: true })
  expect(await authenticate(await issuer.token({ header: { kid: 'x' } }), withPem)).toMatchObject({ ok: true })
})

describe('tokenCache', () => {
  test('gives the same user until the token has expired', async () => {
    let now = Date.now()
    const cached = createVerifier({ authUrl, keys: keysOf(jwks), tokenCache: tokenCache(), now: () => now })
    const [first, second] = [await authenticate(token, cached), await authenticate(token, cached)]
    if (!first.ok || !second.ok) throw new Error('refused')
    expect(second.user).toBe(first.user)
    now += 3_600_000
    expect(await authenticate(token, cached)).toMatchObject({ code: 'token_expired' })
  })

  test('is none by default', async () => {
    const [first, second] = [await authenticate(token), await authenticate(token)]
    if (!first.ok || !second.ok) throw new Error('refused')
    expect(second.user).not.toBe(first.user)
  })
})

describe('a TypeError names', () => {
  const keys = keysOf(jwks)
  test.each([
    ['a missing auth URL', { keys }, 'authUrl must be a URL'],
    ['an auth URL without a scheme', { authUrl: 'auth.example.com', keys }, 'authUrl must be a URL'],
    ['missing keys', { authUrl }, 'keys must be remoteKeys(), keysOf() or pemKey()'],
    ['a key set in place of keysOf', { authUrl, keys: jwks }, 'keys must be remoteKeys(), keysOf() or pemKey()'],
    ['an unknown option', { authUrl, keys, audience: 'x' }, 'unknown option "audience"'],
    ['plain http', { authUrl: 'http://auth.example.com', keys: remoteKeys() }, 'Expected https'],
    [
      'plain http with keys elsewhere',
      { authUrl: 'http://auth.example.com', keys: remoteKeys({ jwksUrl: 'https://keys.example.com' }) },
      'Expected https',
    ],
    [
      'an address of plain http',
      { authUrl, keys: remoteKeys({ jwksUrl: 'http://keys.example.com' }) },
      'Expected https',
    ],
    ['a set without a usable key', { authUrl, keys: keysOf({ keys: [] }) }, 'no usable key'],
  ])('%s', (_, options, message) => {
    expect(() => createVerifier(options as unknown as VerifierOptions)).toThrow(message)
    expect(() => createVerifier(options as unknown as VerifierOptions)).toThrow(TypeError)
  })

  test('a wrong bound of the cache', () => {
    for (const maxBytes of [0, -1, Number.NaN]) expect(() => tokenCache({ maxBytes })).toThrow('maxBytes')
  })
})
