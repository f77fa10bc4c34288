import { describe, expect, test } from 'vitest'
import { issuer } from '../../test/issuer.js'
import { codeOf } from '../../test/verdict.js'
import type { VerificationKey } from '../token/verification-key.js'
import { toVerificationKey, toVerificationKeys } from './json-web-key.js'
import { candidates, fixedKeySet, fixedKeys, select } from './key-set.js'

const { jwks, kid } = issuer
const [jwk] = jwks.keys
const keys = toVerificationKeys(jwks, false) ?? []

describe('fixed keys', () => {
  const source = fixedKeys(fixedKeySet(keys))

  test('are always fresh and loaded', async () => {
    expect(source.isFresh(0)).toBe(true)
    expect(await source.load({})).toBeUndefined()
  })

  test('are found by kid, and a kid that is not among them is unknown, whenever the token was issued', async () => {
    for (const issuedAt of [0, Number.MAX_SAFE_INTEGER]) {
      expect(await source.find(kid, issuedAt, {})).toMatchObject({ keys, cache: 'memory' })
      expect(await source.find(undefined, issuedAt, {})).toMatchObject({ keys, cache: 'memory' })
      for (const other of ['', 'other', '__proto__', 'length', '0'])
        expect(codeOf(await source.find(other, issuedAt, {}))).toBe('unknown_key')
    }
  })

  test('do not match a token without kid where there are several', async () => {
    expect(codeOf(await fixedKeys(fixedKeySet([...keys, ...keys])).find(undefined, 0, {}))).toBe('unknown_key')
  })
})

describe('the keys tried for a token', () => {
  const key = (kid: string | undefined) => ({ ...(toVerificationKey(jwk) as VerificationKey), kid })
  const [a, b] = [key('a'), key('b')]

  test('are those of its kid alone', () => {
    expect(candidates(fixedKeySet([a, b]), 'b')).toEqual([b])
    expect(candidates(fixedKeySet([a, b]), 'c')).toEqual([])
    expect(candidates(fixedKeySet([key(undefined)]), 'a')).toEqual([])
  })

  test('are all of its kid, but no more than four', () => {
    const twins = Array.from({ length: 6 }, () => key('a'))
    expect(candidates(fixedKeySet([b, ...twins.slice(0, 2)]), 'a')).toEqual(twins.slice(0, 2))
    expect(candidates(fixedKeySet(twins), 'a')).toEqual(twins.slice(0, 4))
  })

  test('are none for a token without kid, unless the set has one key', () => {
    expect(candidates(fixedKeySet([a]), undefined)).toEqual([a])
    expect(candidates(fixedKeySet([a, b]), undefined)).toEqual([])
  })

  test('are the one of a PEM, whatever the kid', () => {
    for (const kid of ['a', 'x', undefined])
      expect(candidates(fixedKeySet([key(undefined)], true), kid)).toHaveLength(1)
  })

  test('keep the age of their set and say where it came from', () => {
    const set = { keys: [a, b], anyKid: false, fetchedAt: 7, cache: 'origin' } as const
    expect(select(set, 'a')).toEqual({ ...set, keys: [a] })
    expect(select(set, 'a', 'memory')).toEqual({ ...set, keys: [a], cache: 'memory' })
    expect(select(set, 'c')).toBeUndefined()
    expect(select(undefined, 'a')).toBeUndefined()
  })
})
