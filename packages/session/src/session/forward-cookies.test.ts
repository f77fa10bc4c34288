import { expect, test } from 'vitest'
import { createTestApp } from '../../test/app.js'
import { ada, adaOfAcme } from '../../test/service.js'
import { forwardCookies } from './forward-cookies.js'

const sort = (header: string) => header.split('; ').sort()

test('a session without a change forwards the cookies of the request as they are', async () => {
  const app = await createTestApp()
  for (const header of [null, '', 'theme=dark;; x'])
    expect(forwardCookies(await app.getSession(), header)).toBe(header ?? '')
  await app.logIn()
  expect(forwardCookies(await app.getSession(), app.jar.header)).toBe(app.jar.header)
})

test('a refreshed session forwards what the browser will send next', async () => {
  const app = await createTestApp()
  await app.logIn()
  app.jar.set('theme', '"a=b"')
  app.jar.set('__Host-pa_at_3', 'left')
  app.jar.set('__pa_rt', 'official')
  app.clock.advance(1_900)
  const before = app.jar.header
  const session = await app.getSession()
  const forwarded = forwardCookies(session, ` ${before.replaceAll('; ', ';')};`)
  expect(sort(forwarded)).toEqual(sort(app.jar.header))
  expect(app.jar.names).toEqual(['__Host-pa_at', '__Host-pa_rt', 'theme'])
  const request = app.request('/', { headers: { cookie: forwarded } })
  expect(await app.sessions.getSession(request)).toMatchObject({ user: { userId: ada.userId }, setCookies: [] })
})

test('a session that has ended, before or meanwhile, forwards no cookie of it', async () => {
  const app = await createTestApp()
  await app.logIn()
  app.jar.set('theme', 'dark')
  app.clock.advance(1_900)
  const request = app.request('/')
  const session = await app.sessions.getSession(request)
  await app.post('/api/auth/logout')
  expect(forwardCookies(session, request.headers.get('cookie'))).toBe('theme=dark')
  const late = await app.sessions.getSession(request)
  expect([late.status, forwardCookies(late, request.headers.get('cookie'))]).toEqual(['ended', 'theme=dark'])
})

test('a token that is too long for browsers is forwarded all the same', async () => {
  for (const prefix of ['__Host-pa', '__pa']) {
    const app = await createTestApp({ cookies: { prefix } })
    await app.logIn({ ...adaOfAcme, claims: { properties: { text: 'x'.repeat(20_000) } } })
    expect(app.jar.names).toEqual([`${prefix}_rt`])
    const session = await app.getSession()
    const request = app.request('/', { headers: { cookie: forwardCookies(session, app.jar.header) } })
    const forwarded = await app.sessions.getSession(request, { readOnly: true })
    expect(forwarded).toMatchObject({ status: 'active', user: { userId: ada.userId } })
  }
})
