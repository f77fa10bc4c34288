import { expect, test } from 'vitest'
import { toFailure } from './failure.js'

const secrets = ['Basic aWQ6c2VjcmV0', 'token=a%2Bb', 'a.long.token']

test.each<[string, unknown, string]>([
  ['has the message of the error', new Error('status 500'), 'status 500'],
  [
    'has that of its cause, where Node has the reason',
    new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }),
    'fetch failed: connect ECONNREFUSED',
  ],
  [
    'has no secret',
    new Error('Basic aWQ6c2VjcmV0, Basic aWQ6c2VjcmV0: a.long.token?'),
    '[secret], [secret]: [secret]?',
  ],
  ['has none of the cause', new Error('failed', { cause: { message: 'token=a%2Bb' } }), 'failed: [secret]'],
  ['has a text that was thrown', 'a.long.token', '[secret]'],
  ['is an error for what has no message', Object.create(null), ''],
  ['is an error for a symbol', Symbol('a.long.token'), ''],
  ['is an error for nothing', undefined, ''],
])('a failure %s', (_, thrown, message) => {
  const failure = toFailure(thrown, secrets)
  expect(failure).toBeInstanceOf(Error)
  expect([failure.message, failure.cause, Object.keys(failure)]).toEqual([message, undefined, []])
})
