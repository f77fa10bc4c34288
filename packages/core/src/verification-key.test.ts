import { describe, expect, test, vi } from 'vitest'
import { toBytes } from '../test/bytes.js'
import { encodeBytes } from './base64url.js'
import { createTestIssuer } from './testing.js'
import {
  candidates,
  isEmulatorKid,
  isSignedBy,
  isStrongRsaKey,
  type JsonWebKeyLike,
  toVerificationKey,
  toVerificationKeys,
  type VerificationKey,
} from './verification-key.js'

const issuer = await createTestIssuer()
const [found] = issuer.jwks.keys
const jwk = { ...found, n: String(found?.n), e: String(found?.e), kid: issuer.kid }
const modulus = toBytes(jwk.n)

const isUsable = (changes: object) => toVerificationKey({ ...jwk, ...changes }) !== undefined

describe('a key of a set is usable', () => {
  test('as the service publishes it', () => {
    expect(toVerificationKey(jwk)).toEqual({
      n: jwk.n,
      e: 'AQAB',
      kid: issuer.kid,
      withdrawn: false,
      imported: undefined,
    })
  })

  test('without the optional members', () => {
    expect(toVerificationKey({ kty: 'RSA', n: jwk.n, e: jwk.e })).toMatchObject({ kid: undefined })
  })

  test('with key operations that allow to verify', () => {
    expect(isUsable({ key_ops: ['verify'] })).toBe(true)
    expect(isUsable({ key_ops: ['sign', 'verify'] })).toBe(true)
  })

  test('with members it does not know, certificates among them', () => {
    expect(isUsable({ x5c: ['MIIB'], x5t: 'a', x5u: 'https://evil.example', ext: true })).toBe(true)
  })

  test('with the least strong exponent', () => {
    expect(isUsable({ e: 'Aw' })).toBe(true)
  })
})

describe('a key of a set is skipped', () => {
  const cases: Record<string, object> = {
    'of another type': { kty: 'EC' },
    'with the type in another case': { kty: 'rsa' },
    'without a type': { kty: undefined },
    'that is symmetric': { kty: 'oct', k: 'AAAA' },
    'for encryption': { use: 'enc' },
    'with a use that is no text': { use: ['sig'] },
    'with use null': { use: null },
    'for RS512': { alg: 'RS512' },
    'for PS256': { alg: 'PS256' },
    'for HS256': { alg: 'HS256' },
    'for RSA encryption': { alg: 'RSA-OAEP' },
    'with alg null': { alg: null },
    'with operations that do not verify': { key_ops: ['encrypt'] },
    'with no operation': { key_ops: [] },
    'with operations in one text': { key_ops: ['sign, verify'] },
    'with operations that are no list': { key_ops: 'verify' },
    'with operations null': { key_ops: null },
    'with a kid that is a number': { kid: 7 },
    'with kid null': { kid: null },
    'without modulus': { n: undefined },
    'with a modulus that is a number': { n: 65537 },
    'with an empty modulus': { n: '' },
    'with a modulus of zeros': { n: encodeBytes(new Uint8Array(256)) },
    'with a modulus in base64 instead of base64url': { n: `${jwk.n.slice(0, -4)}+//=` },
    'with a padded modulus': { n: `${jwk.n}==` },
    'with a modulus with white space': { n: `${jwk.n.slice(0, 100)} ${jwk.n.slice(100)}` },
    'with a modulus in another spelling': { n: `${jwk.n.slice(0, -1)}${jwk.n.endsWith('9') ? '-' : '9'}` },
    'without exponent': { e: undefined },
    'with an exponent that is a number': { e: 65537 },
    'with an empty exponent': { e: '' },
    'with exponent 0': { e: 'AA' },
    'with exponent 1, so that anybody can sign': { e: 'AQ' },
    'with exponent 1 after zeros': { e: 'AAAB' },
    'with an even exponent': { e: 'Ag' },
    'with a long even exponent': { e: 'AQAC' },
    'of 1024 bits': { n: encodeBytes(modulus.slice(0, 128)) },
    'of 2047 bits': { n: encodeBytes(Uint8Array.from([0x7f, ...modulus.slice(1)])) },
    'of 1024 bits with zeros before them': {
      n: encodeBytes(Uint8Array.from([...new Uint8Array(128), ...modulus.slice(0, 128)])),
    },
  }
  for (const [title, changes] of Object.entries(cases))
    test(title, () => expect(toVerificationKey({ ...jwk, ...changes })).toBeUndefined())

  test('that is no object', () => {
    for (const value of [undefined, null, 7, 'key', [], true, () => jwk])
      expect(toVerificationKey(value)).toBeUndefined()
  })
})

describe('the strength of a key', () => {
  test('counts bits, not bytes', () => {
    const exponent = Uint8Array.from([3])
    const top = (first: number) => Uint8Array.from([first, ...new Uint8Array(255)])
    expect(isStrongRsaKey(top(0x80), exponent)).toBe(true)
    expect(isStrongRsaKey(top(0x7f), exponent)).toBe(false)
    expect(isStrongRsaKey(Uint8Array.from([0, ...top(0x80)]), exponent)).toBe(true)
    expect(isStrongRsaKey(Uint8Array.from([1, ...top(0)]), exponent)).toBe(true)
  })

  test('wants an odd exponent of at least 3', () => {
    const isStrong = (...exponent: number[]) => isStrongRsaKey(modulus, Uint8Array.from(exponent))
    for (const good of [[3], [5], [17], [1, 0, 1], [1, 1], [0, 3]]) expect(isStrong(...good)).toBe(true)
    for (const bad of [[], [0], [1], [2], [0, 1], [0, 0, 1], [1, 0], [1, 0, 2]]) expect(isStrong(...bad)).toBe(false)
  })
})

describe('a key set', () => {
  const weak = { ...jwk, n: encodeBytes(modulus.slice(0, 128)) }

  test('loses the members that cannot be used and keeps the others', () => {
    const members = [weak, null, { kty: 'EC' }, jwk, { ...jwk, use: 'enc' }, 'key', { ...jwk, kid: 'b' }]
    expect(toVerificationKeys({ keys: members }, false)?.map(({ kid }) => kid)).toEqual([issuer.kid, 'b'])
  })

  test('without a usable key, or of another form, is none', () => {
    for (const set of [
      { keys: [] },
      { keys: [weak] },
      { keys: jwk },
      { keys: { 0: jwk, length: 1 } },
      {},
      [jwk],
      jwk,
      null,
      undefined,
      7,
      'keys',
    ])
      expect(toVerificationKeys(set, false)).toBeUndefined()
  })

  test('has keys of the local emulator only where that is allowed', () => {
    const set = { keys: [{ ...jwk, kid: 'emu_1' }, jwk] }
    expect(toVerificationKeys(set, false)?.map(({ kid }) => kid)).toEqual([issuer.kid])
    expect(toVerificationKeys(set, true)).toHaveLength(2)
    expect(toVerificationKeys({ keys: [{ ...jwk, kid: 'emu_1' }] }, false)).toBeUndefined()
  })

  test('forgets private members that were published by mistake', () => {
    const [key] = toVerificationKeys({ keys: [{ ...jwk, d: 'secret', p: 'secret', q: 'secret' }] }, false) ?? []
    expect(JSON.stringify(key)).not.toContain('secret')
  })

  test('may name its keys like properties of objects', () => {
    const names = ['__proto__', 'constructor', 'toString', '']
    const keys = toVerificationKeys({ keys: names.map((kid) => ({ ...jwk, kid })) }, false) ?? []
    for (const kid of names)
      expect(candidates({ keys, anyKid: false }, kid)).toEqual([expect.objectContaining({ kid })])
    expect(candidates({ keys, anyKid: false }, 'hasOwnProperty')).toEqual([])
  })
})

describe('key ids of the emulator', () => {
  test('start with emu_', () => {
    expect(['emu_', 'emu_1'].map(isEmulatorKid)).toEqual([true, true])
    expect([undefined, '', 'emu', 'xemu_1', 'EMU_1'].map(isEmulatorKid)).toEqual([false, false, false, false, false])
  })
})

describe('the keys tried for a token', () => {
  const key = (kid: string | undefined) => ({ ...(toVerificationKey(jwk) as VerificationKey), kid })
  const [a, b] = [key('a'), key('b')]

  test('are those of its kid alone', () => {
    expect(candidates({ keys: [a, b], anyKid: false }, 'b')).toEqual([b])
    expect(candidates({ keys: [a, b], anyKid: false }, 'c')).toEqual([])
    expect(candidates({ keys: [key(undefined)], anyKid: false }, 'a')).toEqual([])
  })

  test('are all of its kid, but no more than four', () => {
    const twins = Array.from({ length: 6 }, () => key('a'))
    expect(candidates({ keys: [b, ...twins.slice(0, 2)], anyKid: false }, 'a')).toEqual(twins.slice(0, 2))
    expect(candidates({ keys: twins, anyKid: false }, 'a')).toEqual(twins.slice(0, 4))
  })

  test('are none for a token without kid, unless there is but one key', () => {
    expect(candidates({ keys: [a], anyKid: false }, undefined)).toEqual([a])
    expect(candidates({ keys: [a, b], anyKid: false }, undefined)).toEqual([])
  })

  test('are the one of a PEM, whatever the kid', () => {
    for (const kid of ['a', 'x', undefined])
      expect(candidates({ keys: [key(undefined)], anyKid: true }, kid)).toHaveLength(1)
  })
})

describe('a signature', async () => {
  const token = await issuer.token()
  const data = new TextEncoder().encode(token.slice(0, token.lastIndexOf('.')))
  const signature = toBytes(token.slice(token.lastIndexOf('.') + 1))
  const fresh = (changes: JsonWebKeyLike = {}) => toVerificationKey({ ...jwk, ...changes }) as VerificationKey

  test('of the key over the data is one', async () => {
    expect(await isSignedBy(fresh(), signature, data)).toBe(true)
  })

  test('of another key, or over other data, is none', async () => {
    const { jwks } = await createTestIssuer()
    expect(await isSignedBy(toVerificationKey(jwks.keys[0]) as VerificationKey, signature, data)).toBe(false)
    expect(await isSignedBy(fresh(), signature, data.slice(1))).toBe(false)
  })

  test('is none under a key that the runtime cannot import', async () => {
    for (const broken of [{ n: 'not base64!' }, { n: '' }, { e: '' }, { n: 7 }, { e: undefined }])
      expect(await isSignedBy({ ...fresh(), ...broken } as VerificationKey, signature, data)).toBe(false)
  })

  test('is none under such a key of Web Crypto, which says so later', async () => {
    vi.stubGlobal('process', undefined)
    vi.resetModules()
    const web = await import('./verification-key.js')
    const later = web.isSignedBy({ ...fresh(), e: undefined as never }, signature, data)
    vi.unstubAllGlobals()
    expect(later).toBeInstanceOf(Promise)
    expect(await later).toBe(false)
    expect(await web.isSignedBy(fresh(), signature, data)).toBe(true)
  })

  test('of any wrong length is none', async () => {
    for (const length of [0, 1, 128, 255, 257, 512, 12_000])
      expect(await isSignedBy(fresh(), new Uint8Array(length).fill(1), data)).toBe(false)
  })

  test('of a key imported once needs no second import', async () => {
    const key = fresh()
    await isSignedBy(key, signature, data)
    const { imported } = key
    expect(imported).toBeDefined()
    expect(await isSignedBy(key, signature, data)).toBe(true)
    expect(key.imported).toBe(imported)
  })
})
