import { afterAll, describe, expect, test } from 'vitest'
import { backend, browser, rt, testEmulator } from '../../../test/fixture.js'
import { PERSONAS } from '../../index.js'

// A session cookie belongs to one host name. A browser that has opened the emulator under another of its names, or by a
// forwarded port, has to stay there.
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const NOW = 1_111_111_109_000
const emulator = testEmulator({ allowedHosts: ['emulator'] })
const timed = testEmulator({
  now: () => NOW,
  seed: { users: [{ key: 'a', email: 'a@x.test', password: 'long enough', mfa_secret: SECRET }] },
})
afterAll(() => Promise.all([emulator.close(), timed.close()]))

const { email, password, userId } = PERSONAS.owner
const APP = 'http://localhost:3000/back'
const origins = [
  'http://localhost:4460',
  'http://127.0.0.1:4460',
  'http://[::1]:4460',
  'http://auth.localhost:4460',
  'http://localhost:14460',
  'http://127.0.0.1:8080',
  'http://emulator:4460',
]

describe.each(origins)('a browser at %s', (origin) => {
  const visit = () => {
    const visitor = browser(emulator)
    return {
      get: (path: string) => visitor.get(`${origin}${path}`),
      submit: (path: string, form: Record<string, string>) => visitor.submit(`${origin}${path}`, form, origin),
    }
  }
  const hostOf = (location: string | null): string => new URL(location ?? '', `${origin}/`).host
  const here = new URL(origin).host

  test.each([
    ['/login', { email, password }],
    ['/_emulator/login_as', { user_id: userId }],
    ['/signup', { email: `new-${origins.indexOf(origin)}@x.test`, password: 'long enough' }],
  ])('stays there after %s, and is signed in', async (path, form) => {
    const visitor = visit()
    const { status, headers } = await visitor.submit(path, { ...form })
    expect([status, hostOf(headers.get('Location'))]).toEqual([303, here])
    expect((await visitor.get('/account')).status).toBe(200)
  })

  test.each(['http://localhost:4460/account?a=b', `${origin}/account?a=b`])(
    'stays there if it is to return to %s',
    async (target) => {
      const visitor = visit()
      const answer = await visitor.submit(`/login?${rt(target)}`, { email, password })
      expect(answer.headers.get('Location')).toBe('/account?a=b')
      expect((await visitor.get(`/login?${rt(target)}`)).headers.get('Location')).toBe('/account?a=b')
    },
  )

  test('returns to its app', async () => {
    const answer = await visit().submit(`/login?${rt(APP)}`, { email, password })
    expect(answer.headers.get('Location')).toBe(APP)
  })

  test('returns to the SSR route, and from there to the app', async () => {
    const visitor = visit()
    const query = new URLSearchParams({ redirect_uri: APP, state: 's', signup: 'false' })
    const first = await visitor.get(`/propelauth/ssr/authorize?${query}`)
    const login = first.headers.get('Location') ?? ''
    expect(hostOf(login)).toBe(here)
    expect((await visitor.get(login)).headers.get('Content-Security-Policy')).toContain("'self' http://localhost:3000")
    const back = (await visitor.submit(login, { email, password })).headers.get('Location') ?? ''
    expect(hostOf(back)).toBe(here)
    expect((await visitor.get(back)).headers.get('Location')).toMatch(/^http:\/\/localhost:3000\/back\?code=/)
  })

  test('gets a login URL there after the logout of an app', async () => {
    const answer = await visit().submit('/api/v1/logout', {})
    expect(answer.body).toEqual({ redirect_to: `${origin}/login` })
  })
})

test('second factor and magic link stay on the host where they were opened', async () => {
  const origin = 'http://127.0.0.1:4460'
  const visitor = browser(timed)
  const form = { email: 'a@x.test', password: 'long enough' }
  const target = rt('http://localhost:4460/account?a=b')
  const asked = await visitor.submit(`${origin}/login?${target}`, form, origin)
  const [, path = ''] = /action="([^"]+)"/.exec(asked.body) ?? []
  const answer = await visitor.submit(`${origin}${path}`, { code: '081804' }, origin)
  expect(answer.headers.get('Location')).toBe('/account?a=b')

  const options = { email, redirect_to_url: 'http://localhost:4460/account?a=b' }
  const { body } = await backend(emulator, 'POST', 'magic_link', options)
  const opened = await browser(emulator).get(body.url.replace('localhost', '127.0.0.1'))
  expect(opened.headers.get('Location')).toBe('/account?a=b')
})

test('behind a proxy that ends TLS, the login URL is that of the auth URL', async () => {
  await using proxied = testEmulator({ authUrl: 'https://auth.localhost' })
  const answer = await proxied.fetch('http://auth.localhost/api/v1/logout', { method: 'POST' })
  expect(await answer.json()).toEqual({ redirect_to: 'https://auth.localhost/login' })
})
