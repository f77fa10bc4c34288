import { isAuthError } from '@propelauth-edge/core'
import { expect, test } from 'vitest'
import { createTestApp } from '../../test/app.js'
import { ada } from '../../test/service.js'

const readOnly = { readOnly: true }

test('a session that is only read is not refreshed while its access token is valid', async () => {
  const app = await createTestApp()
  await app.logIn()
  const calls = app.service.calls.length
  app.clock.advance(1_770)
  const session = await app.sessions.getSession(app.request('/'), readOnly)
  expect(session).toMatchObject({ status: 'active', user: { userId: ada.userId }, setCookies: [] })
  expect(app.service.calls.length).toBe(calls)
})

test('a session that is only read is unavailable after its access token has expired, and is kept', async () => {
  const app = await createTestApp()
  await app.logIn()
  const calls = app.service.calls.length
  app.clock.advance(1_900)
  const request = app.request('/', { headers: { 'sec-fetch-mode': 'navigate' } })
  const session = await app.sessions.getSession(request, readOnly)
  expect(session).toMatchObject({ status: 'unavailable', user: null, accessToken: null, setCookies: [] })
  const error = await app.sessions.requireSession(request, readOnly).catch((thrown: unknown) => thrown)
  expect(isAuthError(error) && error.code).toBe('session_unavailable')
  expect(app.service.calls.length).toBe(calls)
  expect((await app.getSession()).status).toBe('active')
})

test('a request without tokens is anonymous, and one without a refresh token ended, if it is only read', async () => {
  const app = await createTestApp()
  expect((await app.sessions.getSession(app.request('/'), readOnly)).status).toBe('anonymous')
  await app.logIn()
  const accessToken = app.jar.get('__Host-pa_at')
  app.clock.advance(1_900)
  const request = app.request('/', { headers: { cookie: `__Host-pa_at=${accessToken}` } })
  expect((await app.sessions.getSession(request, readOnly)).status).toBe('ended')
})
