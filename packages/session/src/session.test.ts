import { expect, test } from 'vitest'
import { createTestApp } from '../test/app.js'
import { ada } from '../test/service.js'

test('a login leads to a session', async () => {
  const app = await createTestApp()
  expect(await app.getSession()).toMatchObject({ status: 'anonymous', user: null, accessToken: null, setCookies: [] })
  const response = await app.logIn()
  expect([response.status, response.headers.get('location')]).toEqual([302, 'https://app.example.com/'])
  const session = await app.getSession()
  expect(session).toMatchObject({ status: 'active', user: { userId: ada.userId }, setCookies: [] })
  expect(session.expiresAt).toBe(app.clock.now() / 1_000 + 1_800)
  expect(app.jar.names).toEqual(['__Host-pa_at', '__Host-pa_rt'])
})
