import { describe, expect, test } from 'vitest'
import { toBytes } from '../../test/bytes.js'
import { issuer } from '../../test/issuer.js'
import { encodeBytes } from '../token/base64url.js'
import { isStrongRsaKey, toVerificationKey, toVerificationKeys } from './json-web-key.js'
import { candidates } from './key-set.js'

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

  test('with null for members that are absent, as serialisers write them', () => {
    for (const name of ['use', 'alg', 'key_ops', 'x5c', 'x5t']) expect(isUsable({ [name]: null })).toBe(true)
    expect(isUsable({ use: null, alg: null, key_ops: null, kid: null })).toBe(true)
    expect(toVerificationKey({ ...jwk, kid: null })).toMatchObject({ kid: undefined })
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
    'for RS512': { alg: 'RS512' },
    'for PS256': { alg: 'PS256' },
    'for HS256': { alg: 'HS256' },
    'for RSA encryption': { alg: 'RSA-OAEP' },
    'with operations that do not verify': { key_ops: ['encrypt'] },
    'with no operation': { key_ops: [] },
    'with operations in one text': { key_ops: ['sign, verify'] },
    'with operations that are no list': { key_ops: 'verify' },
    'with a kid that is a number': { kid: 7 },
    'with the type null': { kty: null },
    'with modulus null': { n: null },
    'with exponent null': { e: null },
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
    'with exponent 1, with which everyone can sign': { e: 'AQ' },
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
