import { createTestIssuer } from '@propelauth-edge/core/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createApp } from './app.ts'

const issuer = await createTestIssuer()
const app = createApp({ authUrl: issuer.authUrl, jwks: issuer.jwks })

const statusOf = async (headers: Record<string, string>) => (await app.request('/api/me', { headers })).status

// `Date` only: timers keep running, also those of other tools in the test.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})

afterEach(() => {
  vi.useRealTimers()
})

test('a token is accepted for half an hour', async () => {
  const headers = await issuer.headers()
  vi.setSystemTime(Date.now() + 29 * 60_000)
  expect(await statusOf(headers)).toBe(200)
  vi.setSystemTime(Date.now() + 2 * 60_000)
  expect(await statusOf(headers)).toBe(401)
})

test('tokens and guards use a date that the test sets', async () => {
  vi.setSystemTime('2030-01-01T00:00:00Z')
  const headers = await issuer.headers()
  expect(await statusOf(headers)).toBe(200)
  vi.setSystemTime('2029-12-31T23:00:00Z')
  expect(await statusOf(headers)).toBe(401)
})

test('all timers can be fake with fixed keys', async () => {
  vi.useFakeTimers()
  const headers = await issuer.headers()
  expect(await Promise.all([statusOf(headers), statusOf(headers)])).toEqual([200, 200])
  await vi.advanceTimersByTimeAsync(31 * 60_000)
  expect(await statusOf(headers)).toBe(401)
})
