import { createPropelAuth } from '@propelauth-edge/core'
import { createTestIssuer } from '@propelauth-edge/core/testing'
import { createEmulator } from '@propelauth-edge/emulator'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createApp } from '../src/testing/app.ts'
import { issuer as issuerOverHttp } from './issuer.ts'

const issuer = await createTestIssuer()

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const withToken = async (from = issuer) =>
  new Request('https://api.example.com', { headers: await from.headers({ user: { userId: 'ada' } }) })

test('keys are loaded by a fetch in the same process', async () => {
  const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, fetch: issuer.fetch })
  expect(await propelAuth.validateRequest(await withToken())).toMatchObject({ userId: 'ada' })
})

test('keys are loaded over HTTP', async () => {
  const propelAuth = createPropelAuth({ authUrl: issuerOverHttp.authUrl })
  expect(await propelAuth.validateRequest(await withToken(issuerOverHttp))).toMatchObject({ userId: 'ada' })
})

test('concurrent requests are served after prefetchKeys', async () => {
  const propelAuth = createPropelAuth({ authUrl: issuerOverHttp.authUrl })
  await propelAuth.prefetchKeys()
  const request = await withToken(issuerOverHttp)
  const users = await Promise.all([1, 2, 3].map(() => propelAuth.validateRequest(request)))
  expect(users.map(({ userId }) => userId)).toEqual(['ada', 'ada', 'ada'])
})

test.for(['issuer', 'emulator'] as const)(
  'concurrent requests wait for the fetch of the %s in the same process',
  async (source) => {
    await using emulator = createEmulator()
    const { authUrl, fetch } = { issuer, emulator }[source]
    const { accessToken } = await emulator.mintToken({ user: 'owner' })
    const headers = source === 'issuer' ? await issuer.headers() : { authorization: `Bearer ${accessToken}` }
    const app = createApp({ authUrl, fetch })
    const responses = await Promise.all([1, 2, 3].map(() => app.request('/api/me', { headers })))
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200])
  },
)

test('concurrent requests wait for HTTP while the test advances the timers', async () => {
  const propelAuth = createPropelAuth({ authUrl: issuerOverHttp.authUrl })
  const request = await withToken(issuerOverHttp)
  let served = 0
  const requests = [1, 2, 3].map(() => propelAuth.validateRequest(request).then(() => served++))
  while (served < requests.length) await vi.advanceTimersByTimeAsync(10)
  await Promise.all(requests)
})
