import { expect, test } from 'vitest'
import { isManagementError, ManagementError } from './management-error.js'

test('says which function failed, and how', () => {
  const error = new ManagementError('not_found', 'fetchOrg', { status: 404 })
  expect(error).toBeInstanceOf(Error)
  expect(String(error)).toBe('ManagementError: fetchOrg: not_found (404)')
  expect(String(new ManagementError('timeout', 'fetchOrg'))).toBe('ManagementError: fetchOrg: timeout')
})

test('has what is known, and nothing else', () => {
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

test('is known in another bundled copy or realm, and nothing else is', () => {
  expect(isManagementError(new ManagementError('network', 'fetchOrg'))).toBe(true)
  expect(isManagementError({ name: 'ManagementError', operation: 'fetchOrg', code: 'network' })).toBe(true)
  for (const other of [undefined, null, 'x', 7, {}, new Error('x'), { name: 'ManagementError' }])
    expect(isManagementError(other)).toBe(false)
})
