import { expect, test } from 'vitest'
import { readRetryAfter } from './retry-after.js'

const now = Date.parse('Sun, 29 Nov 2026 12:00:00 GMT')

test.each([
  ['7', 7],
  ['0', undefined],
  ['-7', undefined],
  ['', undefined],
  ['soon', undefined],
  ['7.5', undefined],
  ['9'.repeat(400), 2_147_483_647],
  ['Sun, 29 Nov 2026 12:00:30 GMT', 30],
  ['Sun, 29 Nov 2026 11:59:30 GMT', undefined],
  [null, undefined],
  [undefined, undefined],
])('Retry-After: %s', (header, seconds) => {
  expect(readRetryAfter(header, now)).toBe(seconds)
})

test('a part of a second counts as a whole one', () => {
  expect(readRetryAfter('Sun, 29 Nov 2026 12:00:30 GMT', now + 1)).toBe(30)
  expect(readRetryAfter('Sun, 29 Nov 2026 12:00:30 GMT', now - 1)).toBe(31)
})
