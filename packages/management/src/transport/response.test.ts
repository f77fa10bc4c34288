import { expect, test, vi } from 'vitest'
import { readRetryAfter } from './response.js'

test('Retry-After in seconds is rounded up, and at most a day', () => {
  for (const [text, seconds] of [
    ['0', 0],
    ['7', 7],
    ['1.5', 2],
    ['2099', 2_099],
    ['86400', 86_400],
    ['999999999', 86_400],
  ] as const)
    expect(readRetryAfter(text), text).toBe(seconds)
})

test('Retry-After as an HTTP date is the time until then', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-01T12:00:00.400Z') })
  expect(readRetryAfter('Sun, 01 Nov 2026 12:01:00 GMT')).toBe(60)
  vi.useRealTimers()
  expect(readRetryAfter('Fri, 01 Jan 2100 00:00:00 GMT')).toBe(86_400)
  expect(readRetryAfter('Sun, 06 Nov 1994 08:49:37 GMT')).toBeUndefined()
})

test('Retry-After in any other form is ignored', () => {
  for (const text of [
    ...['', ' ', '.', '1.2.3', '-1', '+5', '1e3', '0x10', 'NaN', 'Infinity', '60s', '5, 5', '120, 60', '12 minutes'],
    ...['soon', 'try 2099', '3600 (1 hour)', 'in 2099', 'Jan 2099', 'x 1 2099', 'Invalid Date'],
    ...['2099-01-01', '2099-01-01T00:00:00Z', '1/1/2099', 'Thu Jan 01 2099', '01 Jan 2099 00:00:00 GMT'],
    ...['Thu, 01 Jan 2099 00:00:00', 'Thu, 01 Jan 2099 00:00:00 UTC', 'Thu, 1 Jan 2099 00:00:00 GMT'],
    // The weekday is wrong.
    'Mon, 01 Jan 2099 00:00:00 GMT',
  ])
    expect(readRetryAfter(text), text).toBeUndefined()
})
