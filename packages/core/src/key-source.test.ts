import { expect, test } from 'vitest'
import { codeOf } from '../test/verdict.js'
import { fixedKeys } from './key-source.js'
import { createTestIssuer } from './testing.js'
import { toVerificationKeys } from './verification-key.js'

const { jwks, kid } = await createTestIssuer()
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
