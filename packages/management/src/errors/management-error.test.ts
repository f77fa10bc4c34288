import { expect, test } from 'vitest'
import { isManagementError, ManagementError } from './management-error.js'

test('the message has the function, the code, the status and the reason', () => {
  const error = new ManagementError('not_found', 'fetchOrg', { status: 404 })
  expect(error).toBeInstanceOf(Error)
  expect(String(error)).toBe('ManagementError: fetchOrg: not_found (404)')
  expect(String(new ManagementError('timeout', 'fetchOrg'))).toBe('ManagementError: fetchOrg: timeout')
  const details = { status: 400, reason: 'the reason', userFacingError: 'the sentence', body: 'the body' }
  const messageOf = (names: readonly (keyof typeof details)[]) =>
    new ManagementError('conflict', 'f', Object.fromEntries(names.map((name) => [name, details[name]]))).message
  expect(messageOf(['reason', 'userFacingError', 'body'])).toBe('f: conflict: the reason')
  expect(messageOf(['status', 'userFacingError', 'body'])).toBe('f: conflict (400): the sentence')
  expect(messageOf(['status', 'body'])).toBe('f: conflict (400): the body')
})

test('properties without a value are absent from its JSON', () => {
  const error = new ManagementError('rate_limited', 'fetchOrg', {
    status: 429,
    retryAfterSeconds: 7,
    requestId: undefined,
  })
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: 'ManagementError',
    code: 'rate_limited',
    operation: 'fetchOrg',
    status: 429,
    retryAfterSeconds: 7,
  })
  expect('cause' in error).toBe(false)
})

test('keeps field names as they are', () => {
  const fieldErrors = JSON.parse('{"__proto__":["x"],"first_name":["y"]}')
  const error = new ManagementError('invalid_fields', 'createUser', { fieldErrors })
  expect(Object.keys(error.fieldErrors ?? {})).toEqual(['__proto__', 'first_name'])
})

test('is recognised in another bundled copy or realm, and nothing else is', () => {
  expect(isManagementError(new ManagementError('network', 'fetchOrg'))).toBe(true)
  expect(isManagementError({ name: 'ManagementError', operation: 'fetchOrg', code: 'network' })).toBe(true)
  for (const other of [undefined, null, 'x', 7, {}, new Error('x'), { name: 'ManagementError' }])
    expect(isManagementError(other)).toBe(false)
})
