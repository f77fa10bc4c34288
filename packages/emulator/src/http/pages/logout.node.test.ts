import { describe, expect, test } from 'vitest'
import { appServer } from '../../../test/app-server.js'
import { browser, testEmulator } from '../../../test/fixture.js'
import { createEmulator, type EmulatorOptions, PERSONAS } from '../../index.js'

const { owner, member } = PERSONAS
const APP = 'http://localhost:3000'

/** Where a browser goes after a logout, by the page and by the browser SDK. */
async function targets(options: EmulatorOptions, origin = 'http://localhost:4460'): Promise<unknown[]> {
  await using emulator = testEmulator(options)
  const visitor = browser(emulator)
  const logIn = () => visitor.submit(`${origin}/login`, { email: owner.email, password: owner.password }, origin)
  await logIn()
  const page = await visitor.submit(`${origin}/logout`, {}, origin)
  await logIn()
  const { body } = await visitor.submit(`${origin}/api/v1/logout`, {}, origin)
  expect([page.status, visitor.cookies.size]).toEqual([303, 0])
  return [new URL(page.headers.get('Location') ?? '', origin).href, body.redirect_to]
}

const both = (url: string) => [url, url]

describe('after a logout', () => {
  test.each<[string, EmulatorOptions]>([
    [`${APP}/bye?x=1#y`, { appUrls: [APP], logoutUrl: `${APP}/bye?x=1#y` }],
    [`${APP}/bye`, { appUrls: ['http://localhost:3001', APP], logoutUrl: `${APP}/bye` }],
    [`${APP}/bye`, { logoutUrl: `${APP}/bye` }],
    ['https://app.example.com/', { appUrls: ['https://app.example.com'] }],
    [`${APP}/first`, { appUrls: [`${APP}/first`, 'http://localhost:3001'] }],
    ['http://localhost:4460/login', {}],
  ])('the browser goes to %s', async (target, options) => {
    expect(await targets(options)).toEqual(both(target))
  })

  test.each(['http://localhost:4460', 'http://127.0.0.1:4460', 'http://localhost:14460', 'http://[::1]:4460'])(
    'a browser at %s stays there if the target is a page of the emulator',
    async (origin) => {
      expect(await targets({}, origin)).toEqual(both(`${origin}/login`))
      const own = { appUrls: [APP], logoutUrl: 'http://localhost:4460/login?again' }
      expect(await targets(own, origin)).toEqual(both(`${origin}/login?again`))
      expect(await targets({ appUrls: [APP] }, origin)).toEqual(both(`${APP}/`))
    },
  )

  test.each(['http://localhost:3000', 'http://localhost:9999'])(
    'the request cannot choose the target (%s)',
    async (Origin) => {
      await using emulator = testEmulator({ appUrls: [APP] })
      const query = `rt=${btoa('https://evil.example/')}&redirect_to=https://evil.example/`
      const response = await emulator.fetch(`${emulator.authUrl}/api/v1/logout?${query}`, {
        method: 'POST',
        headers: { Origin },
      })
      if (Origin === APP) expect(await response.json()).toEqual({ redirect_to: `${APP}/` })
      else expect(response.status).toBe(403)
      const page = await browser(emulator).submit(`/logout?${query}`, {})
      expect(page.headers.get('Location')).toBe(`${APP}/`)
    },
  )

  test('the content policy of the account page allows the redirect', async () => {
    await using emulator = testEmulator({ appUrls: [APP], logoutUrl: `${APP}/bye` })
    const visitor = browser(emulator)
    await visitor.submit('/login', { email: owner.email, password: owner.password })
    const { headers } = await visitor.get('/account')
    expect(headers.get('Content-Security-Policy')).toContain(`form-action 'self' ${APP}`)
  })

  test('the next login of the app asks who it is, and gives the other user', async () => {
    await using emulator = testEmulator({ appUrls: [APP] })
    const app = appServer(emulator)
    const visitor = browser(emulator)
    await visitor.submit('/login', { email: owner.email, password: owner.password })
    const first = await app.start(visitor)
    await app.logOut(first)
    const login = (await visitor.get(app.authorizePath())).headers.get('Location') ?? ''
    expect((await visitor.get(login)).status).toBe(200)
    await visitor.submit(login, { email: member.email, password: member.password })
    const { body } = await app.refresh(await app.start(visitor))
    expect(body.access_token.user.user_id).toBe(member.userId)
    expect((await app.refresh(first)).status).toBe(401)
  })
})

test.each([
  [{ appUrls: [APP], logoutUrl: 'https://evil.example/' }],
  [{ appUrls: [APP], logoutUrl: 'http://localhost:3001/' }],
  [{ appUrls: [APP], logoutUrl: 'http://user@localhost:3000/' }],
  [{ logoutUrl: 'https://app.example.com/' }],
  [{ logoutUrl: '//localhost:3000/' }],
  [{ logoutUrl: '/bye' }],
  [{ logoutUrl: 'javascript:alert(1)' }],
  [{ logoutUrl: '' }],
])('%j is refused at the start', (options) => {
  expect(() => createEmulator(options)).toThrow(/^logoutUrl: .* is not on one of the allowed apps/)
})
