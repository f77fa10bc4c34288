import { describe, expect, test } from 'vitest'
import { appUrl, createTestApp } from '../test/app.js'
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

describe('layers of an app that each apply their session', () => {
  test('set every cookie once', async () => {
    const app = await createTestApp()
    await app.logIn()
    app.clock.advance(1_900)
    const request = app.request('/')
    const [outer, inner] = [await app.sessions.getSession(request), await app.sessions.getSession(request)]
    const page = outer.apply(inner.apply(new Response('', { headers: { 'set-cookie': 'theme=dark' } })))
    expect(page.headers.getSetCookie()).toEqual(['theme=dark', ...inner.setCookies])
    expect(page.headers.get('vary')).toBe('Cookie')
  })

  test('do not undo a login by a session that had ended', async () => {
    const app = await createTestApp()
    await app.logIn()
    app.service.end(decodeURIComponent(app.jar.get('__Host-pa_rt')?.split('.').slice(2).join('.') ?? ''))
    app.clock.advance(1_900)
    const start = await app.handle('/api/auth/login')
    const state = new URL(start.headers.get('location') ?? '').searchParams.get('state')
    const callback = app.request(`/api/auth/callback?code=${app.service.codeOf()}&state=${state}`)
    const before = await app.sessions.getSession(callback)
    expect(before.status).toBe('ended')
    app.jar.store(before.apply((await app.sessions.handler(callback)) ?? new Response()))
    expect((await app.getSession()).status).toBe('active')
  })

  test('do not undo a logout by a session that was refreshed for it', async () => {
    const app = await createTestApp()
    await app.logIn()
    app.clock.advance(1_900)
    const logout = app.request('/api/auth/logout', { method: 'POST', headers: { origin: appUrl } })
    const before = await app.sessions.getSession(logout)
    expect(before.status).toBe('active')
    app.jar.store(before.apply((await app.sessions.handler(logout)) ?? new Response()))
    expect(app.jar.names).toEqual([])
    expect((await app.getSession()).status).toBe('anonymous')
  })
})
