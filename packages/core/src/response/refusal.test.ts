import { expect, test } from 'vitest'
import { isRefusal, refuse } from './refusal.js'

test('a refusal is plain data', () => {
  const cause = new Error('below')
  expect(refuse('token_expired', 'why', { retryAfterSeconds: 7, cause })).toStrictEqual({
    refused: true,
    code: 'token_expired',
    detail: 'why',
    retryAfterSeconds: 7,
    cause,
  })
})

test('a refusal is recognised by its form, so that another bundled copy can make it', () => {
  expect(isRefusal(JSON.parse(JSON.stringify(refuse('missing_token'))))).toBe(true)
})

test('nothing else is a refusal', () => {
  for (const value of [
    undefined,
    null,
    'missing_token',
    7,
    true,
    [],
    {},
    { code: 'missing_token' },
    { refused: 'true' },
  ])
    expect(isRefusal(value)).toBe(false)
})
