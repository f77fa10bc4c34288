import { describe, expect, test } from 'vitest'
import { codeOf } from '../../test/verdict.js'
import { createTestIssuer } from '../testing.js'
import type { VerificationKey } from '../token/verification-key.js'
import { toVerificationKey, toVerificationKeys } from './json-web-key.js'
import { candidates, fixedKeys } from './key-set.js'

const { jwks, kid } = await createTestIssuer()
const [jwk] = jwks.keys
const keys = toVerificationKeys(jwks, false) ?? []

test('keys in hand are always fresh and loaded', async () => {
  const source = fixedKeys({ keys, anyKid: false })
  expect(source.isFresh(0)).toBe(true)
  expect(await source.load({})).toBeUndefined()
})

test('keys in hand are found by kid, and a kid they lack is unknown', async () => {
  const source = fixedKeys({ keys, anyKid: false })
  expect(await source.find(kid, {})).toEqual({ keys, level: 'memory' })
  expect(await source.find(undefined, {})).toEqual({ keys, level: 'memory' })
  for (const other of ['', 'other', '__proto__', 'length', '0'])
    expect(codeOf(await source.find(other, {}))).toBe('unknown_key')
})

test('a token without kid is of an unknown key where there are several', async () => {
  const source = fixedKeys({ keys: [...keys, ...keys], anyKid: false })
  expect(codeOf(await source.find(undefined, {}))).toBe('unknown_key')
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
