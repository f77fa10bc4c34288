import { describe, expect, test } from 'vitest'
import { bytesOf, type CachedToken, createTokenCache } from './token-cache.js'

const rules = { issuers: ['https://auth.example.com'], clockToleranceSeconds: 10 }
const now = 1_800_000_000
const mebibyte = 1024 * 1024

const remember = (token: string, changes: Partial<CachedToken<object>> = {}): CachedToken<object> => ({
  token,
  value: { name: token.slice(0, 8) },
  key: { n: '', e: '', kid: 'a', withdrawn: false, imported: undefined },
  bytes: bytesOf(token, '{}'),
  exp: now + 60,
  activeFrom: now,
  ...changes,
})
const tail = 'x'.repeat(24)

describe('a cached token', () => {
  test('is found by the whole token', () => {
    const cache = createTokenCache(mebibyte, rules)
    const remembered = remember(`header.payload.${tail}`)
    cache.put(remembered)
    expect(cache.get(`header.payload.${tail}`, now)).toMatchObject(remembered)
    expect(cache.get(`header.payload.${tail}`, now)?.value).toBe(remembered.value)
  })

  test('is not found by another token with the same end', () => {
    const cache = createTokenCache(mebibyte, rules)
    cache.put(remember(`header.payload.${tail}`))
    for (const other of [
      `header.other.${tail}`,
      tail,
      `.${tail}`,
      `xheader.payload.${tail}`,
      `header.payload.${tail}x`,
      '',
    ])
      expect(cache.get(other, now)).toBeUndefined()
  })

  test('expires and starts with the same tolerance as the first time', () => {
    const cache = createTokenCache(mebibyte, rules)
    cache.put(remember('token'))
    expect(cache.get('token', now + 69.9)).toBeDefined()
    expect(cache.get('token', now + 70)).toBeUndefined()
    expect(cache.get('token', now - 10)).toBeDefined()
    expect(cache.get('token', now - 10.1)).toBeUndefined()
    expect(cache.get('token', Number.NaN)).toBeUndefined()
  })

  test('is not found after its key was withdrawn', () => {
    const cache = createTokenCache(mebibyte, rules)
    const remembered = remember('token')
    cache.put(remembered)
    remembered.key.withdrawn = true
    expect(cache.get('token', now)).toBeUndefined()
  })
})

describe('the cache', () => {
  const long = (at: number) => `${at}.${'x'.repeat(1_000)}.${String(at).padStart(24, '0')}`

  test('stays within its bound for any number of tokens', () => {
    const entry = bytesOf(long(0), '{}')
    const cache = createTokenCache(100 * entry, rules)
    for (let at = 0; at < 10_000; at++) cache.put(remember(long(at)))
    const kept = Array.from({ length: 10_000 }, (_, at) => at).filter((at) => cache.get(long(at), now))
    expect(kept.length).toBeLessThanOrEqual(101)
    expect(kept.length).toBeGreaterThanOrEqual(50)
    expect(kept).toContain(9_999)
  })

  test('keeps tokens that are used and drops the others', () => {
    const entry = bytesOf(long(0), '{}')
    const cache = createTokenCache(20 * entry, rules)
    cache.put(remember(long(0)))
    cache.put(remember(long(1)))
    for (let at = 2; at < 200; at++) {
      cache.put(remember(long(at)))
      expect(cache.get(long(0), now)).toBeDefined()
    }
    expect(cache.get(long(1), now)).toBeUndefined()
  })

  test('is not filled by hits of one token', () => {
    const cache = createTokenCache(mebibyte, rules)
    for (const at of [0, 1]) cache.put(remember(long(at)))
    for (let i = 0; i < 10_000; i++) cache.get(long(0), now)
    expect(cache.get(long(1), now)).toBeDefined()
  })

  test('is not filled by one token that concurrent requests verify', () => {
    const cache = createTokenCache(mebibyte, rules)
    for (const at of [0, 1]) cache.put(remember(long(at)))
    for (let i = 0; i < 10_000; i++) cache.put(remember(long(0)))
    expect(cache.get(long(0), now)).toBeDefined()
    expect(cache.get(long(1), now)).toBeDefined()
  })

  test('does not store a token that would take more than half of it', () => {
    const cache = createTokenCache(4_000, rules)
    cache.put(remember('y'.repeat(2_000)))
    expect(cache.get('y'.repeat(2_000), now)).toBeUndefined()
    cache.put(remember('z'.repeat(100)))
    expect(cache.get('z'.repeat(100), now)).toBeDefined()
  })

  test('never returns a dropped token', () => {
    const cache = createTokenCache(8_000, rules)
    const first = remember('first'.padEnd(300, '1'))
    cache.put(first)
    for (let at = 0; at < 50; at++) cache.put(remember(`${at}`.padStart(300, '0')))
    expect(cache.get(first.token, now)).toBeUndefined()
  })
})

describe('a token that comes once', () => {
  const token = (at: number) => `${'x'.repeat(1_000)}.${(at * 2_654_435_761).toString(36).padStart(12, '0')}`
  const bytes = bytesOf(token(0), '{}')
  const verify = (cache: ReturnType<typeof createTokenCache>, at: number) => {
    if (cache.admits(token(at))) cache.put(remember(token(at)))
  }

  test('is kept while there is room', () => {
    const cache = createTokenCache(100 * bytes, rules)
    for (let at = 0; at < 50; at++) verify(cache, at)
    for (let at = 0; at < 50; at++) expect(cache.get(token(at), now)).toBeDefined()
  })

  test('is not kept once there was more than fits, and evicts no other', () => {
    const cache = createTokenCache(100 * bytes, rules)
    for (let at = 0; at < 51; at++) verify(cache, at)
    for (let at = 51; at < 5_000; at++) verify(cache, at)
    for (let at = 0; at < 50; at++) expect(cache.get(token(at), now)).toBeDefined()
    const late = Array.from({ length: 4_949 }, (_, at) => at + 51).filter((at) => cache.get(token(at), now))
    expect(late).toEqual([])
  })

  test('is kept when it comes again soon', () => {
    const cache = createTokenCache(100 * bytes, rules)
    for (let at = 0; at < 60; at++) verify(cache, at)
    expect(cache.get(token(59), now)).toBeUndefined()
    for (let at = 60; at < 100; at++) verify(cache, at)
    verify(cache, 59)
    expect(cache.get(token(59), now)).toBeDefined()
  })

  test('is forgotten when many others have come since', () => {
    const cache = createTokenCache(100 * bytes, rules)
    for (let at = 0; at < 60; at++) verify(cache, at)
    for (let at = 60; at < 100_000; at++) cache.admits(token(at))
    verify(cache, 59)
    expect(cache.get(token(59), now)).toBeUndefined()
  })
})
