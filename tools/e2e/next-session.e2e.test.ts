// Sessions in apps of Next.js, with the emulator and its hosted login page, in Chromium. `next start` has the header limit
// of Node, 16 KiB.
import type { BrowserContext, Page } from 'playwright-core'
import { hasChromium } from 'test-kit/chromium'
import { afterAll, describe, expect } from 'vitest'
import { type Emulator, PERSONAS } from '../../packages/emulator/dist/index.js'
import type { EmulatorFixtures, SignIn } from '../../packages/emulator/dist/vitest.js'
import { createManagementClient } from '../../packages/management/dist/index.js'
import { createBrowserTest } from './browser-test.ts'
import { type AppService, type NextApp, nextVersions, startApp } from './next.ts'
import { cacheComponents } from './next-shared-app.ts'
import { getSharedBuild } from './next-shared-build.ts'

/** Starts an app. Its build has not needed the environment. */
async function serve(version: NextApp, { authUrl, apiKey }: Emulator) {
  const { folder } = await getSharedBuild(version)
  const environment = (url: string) => ({
    TEST_APP: 'sessions',
    PROPELAUTH_AUTH_URL: authUrl,
    PROPELAUTH_API_KEY: apiKey,
    PROPELAUTH_APP_URL: url,
  })
  const startAgain = () => startApp(folder, environment, 3270, [])
  return { app: await startAgain(), startAgain }
}

const test = createBrowserTest()

describe.each(nextVersions)('%s', (_title, version) => {
  let app: AppService
  const logs: (readonly string[])[] = []
  let startAgain: () => Promise<AppService>

  test.beforeAll(async ({ emulator }) => {
    emulator.reset()
    ;({ app, startAgain } = await serve(version, emulator))
    logs.push(app.log)
  }, 300_000)

  afterAll(() => app?.stop())

  describe('a visitor', () => {
    test('gets public pages, and a static one stays cacheable', async () => {
      const page = await fetch(app.url)
      expect([page.status, page.headers.getSetCookie()]).toEqual([200, []])
      expect(await page.text()).toContain('anonymous: visitor')
      const fixed = await fetch(`${app.url}/static`)
      expect(fixed.headers.get('cache-control')).toContain('s-maxage')
    })

    test('cannot pass on headers of the library', async () => {
      const headers = {
        'x-propelauth-access-token': 'a.b.c',
        'X-PropelAuth-Current-Path': '/evil',
        'x-propelauth-x': 'x',
      }
      expect(await (await fetch(`${app.url}/seen?a=1`, { headers })).json()).toEqual({
        'x-propelauth-current-path': '/seen?a=1',
        'x-propelauth-current-url': `${app.url}/seen?a=1`,
      })
    })

    test('is sent to the login by a protected page, and refused by routes', async () => {
      const page = await fetch(`${app.url}/protected?tab=1&a=b`, { redirect: 'manual' })
      expect([page.status, page.headers.get('location')]).toEqual([
        307,
        `${app.url}/api/auth/login?return_to_path=%2Fprotected%3Ftab%3D1%26a%3Db`,
      ])
      expect((await fetch(`${app.url}/api/session-user`)).status).toBe(401)
      expect((await fetch(`${app.url}/api/report`)).status).toBe(401)
    })

    test('gets 404 for other paths of the routes', async () => {
      expect((await fetch(`${app.url}/api/auth/other`)).status).toBe(404)
    })
  })

  describe.runIf(hasChromium())('in a browser', () => {
    let context: BrowserContext
    let page: Page

    // A new context would read and compile the scripts of Next.js again.
    test.beforeEach(async ({ context: contextOfFile, page: pageOfFile }) => {
      ;[context, page] = [contextOfFile, pageOfFile]
      await context.clearCookies()
    })

    test.afterEach(async ({ emulator }) => {
      page.removeAllListeners()
      for (const tab of context.pages()) await (tab === page ? page.goto('about:blank') : tab.close())
      emulator.changeSettings({ refresh_tokens: 'reuse' })
    })

    /** Signs the browser in without a form, and opens the page of users. */
    async function logIn(signIn: SignIn, persona: string) {
      await signIn(context, persona, { appLogin: `${app.url}/api/auth/login` })
      await page.goto(`${app.url}/protected`)
    }

    /** Fills in the hosted page. */
    async function submitLogin() {
      await page.getByLabel('Email').first().fill('owner@acme.test')
      await page.getByLabel('Password').first().fill('emulator-password')
      await page.getByRole('button', { name: 'Log in', exact: true }).first().click()
    }

    const statusOf = (found: Page) => found.getByRole('status').first().textContent()
    const cookiesOf = async () =>
      Object.fromEntries((await context.cookies(app.url)).map(({ name, value }) => [name, value]))
    const setCookies = (values: Readonly<Record<string, string>>) =>
      context.addCookies(Object.entries(values).map(([name, value]) => ({ name, value, url: app.url })))

    /** What a script of the page gets. */
    const ask = (path: string) =>
      page.evaluate(async (url) => {
        const response = await fetch(url)
        return [response.status, await response.json()] as const
      }, path)

    test('logs in on the hosted page, comes back to the page, acts and logs out', async ({ emulator }) => {
      await page.goto(`${app.url}/protected?tab=1`)
      await page.waitForURL(`${emulator.authUrl}/login**`)
      await submitLogin()
      await page.waitForURL(`${app.url}/protected?tab=1`)
      expect(await statusOf(page)).toBe('owner@acme.test in 1')
      for (const cookie of await context.cookies(app.url))
        expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })

      await page.getByRole('button', { name: 'Act' }).click()
      await expect.poll(async () => (await cookiesOf()).acted).toBeTruthy()
      const [, me] = await ask('/api/session-user')
      expect((await cookiesOf()).acted).toBe(me.userId)
      expect(await ask('/api/report')).toEqual([200, { userId: me.userId, status: 'active', cookies: 0 }])

      await page.getByRole('button', { name: 'Log out' }).click()
      await page.waitForURL(`${app.url}/`)
      expect(await statusOf(page)).toBe('anonymous: visitor')
      // A link of the app, which Next.js follows by a script.
      await page.getByRole('link', { name: 'Protected' }).click()
      await page.waitForURL(`${emulator.authUrl}/login**`)
      await submitLogin()
      await page.waitForURL(`${app.url}/protected?tab=1`)
    })

    test('a session that is due is refreshed once, for the browser and for the same request', async ({
      signIn,
      mint,
    }) => {
      await logIn(signIn, 'owner')
      const expired = await mint('owner', { expiresIn: -120 })
      for (const [path, text] of [
        ['/protected', 'owner@acme.test in 1'],
        ['/', 'active: owner@acme.test'],
        // The Pages Router.
        ['/router', 'owner@acme.test'],
      ] as const) {
        await setCookies({ __pa_at: expired })
        await page.goto(app.url + path)
        expect(await statusOf(page)).toBe(text)
        expect((await cookiesOf()).__pa_at).not.toBe(expired)
      }
      for (const path of ['/api/session-user', '/api/report', '/api/router', '/seen']) {
        await setCookies({ __pa_at: expired })
        const [status, body] = await ask(path)
        expect(status).toBe(200)
        if (path === '/seen') expect(body.cookie).toContain((await cookiesOf()).__pa_at)
        expect((await cookiesOf()).__pa_at).not.toBe(expired)
      }
    })

    test('an action runs with a session that was due, and not for requests of other sites', async ({
      signIn,
      mint,
    }) => {
      await logIn(signIn, 'owner')
      const expired = await mint('owner', { expiresIn: -120 })
      await setCookies({ __pa_at: expired })
      await page.getByRole('button', { name: 'Act' }).click()
      await expect.poll(async () => (await cookiesOf()).acted).toBeTruthy()
      expect((await cookiesOf()).__pa_at).not.toBe(expired)

      const [, field] = /name="(\$ACTION_ID_[^"]+)"/.exec(await (await page.request.get(page.url())).text()) ?? []
      const { __pa_at, __pa_rt } = await cookiesOf()
      const act = async (headers: Record<string, string>) => {
        const body = new FormData()
        body.set(String(field), '')
        const cookie = `__pa_at=${__pa_at}; __pa_rt=${__pa_rt}`
        const response = await fetch(`${app.url}/protected`, { method: 'POST', body, headers: { cookie, ...headers } })
        return response.headers.getSetCookie().some((header) => header.startsWith('acted='))
      }
      expect(await act({ origin: app.url })).toBe(true)
      expect(await act({ 'sec-fetch-site': 'same-origin' })).toBe(true)
      for (const headers of [
        {},
        { origin: 'https://evil.example' },
        { origin: app.url, 'sec-fetch-site': 'cross-site' },
      ])
        expect(await act(headers as Record<string, string>)).toBe(false)
    })

    test('two tabs agree, also with strict refresh tokens that both need at once', async ({
      emulator,
      signIn,
      mint,
    }) => {
      const other = await context.newPage()
      await other.goto(app.url)
      expect(await statusOf(other)).toBe('anonymous: visitor')
      await logIn(signIn, 'owner')
      await other.reload()
      expect(await statusOf(other)).toBe('active: owner@acme.test')

      emulator.changeSettings({ refresh_tokens: 'strict' })
      await setCookies({ __pa_at: await mint('owner', { expiresIn: -120 }) })
      const refreshes = () => emulator.requests('/api/backend/v1/refresh_token').length
      const before = refreshes()
      await Promise.all([page.reload(), other.reload()])
      expect([await statusOf(page), await statusOf(other)]).toEqual(['owner@acme.test in 1', 'active: owner@acme.test'])
      expect(refreshes() - before).toBe(1)

      await page.getByRole('button', { name: 'Log out' }).click()
      await page.waitForURL(`${app.url}/`)
      await other.reload()
      expect(await statusOf(other)).toBe('anonymous: visitor')
    })

    test('while the service is away, pages are rendered and the session stays', async ({ signIn, mint, faults }) => {
      await logIn(signIn, 'owner')
      faults.add({ group: 'session', fault: 'away' })
      await page.goto(app.url)
      expect(await statusOf(page)).toBe('active: owner@acme.test')

      const expired = await mint('owner', { expiresIn: -120 })
      await setCookies({ __pa_at: expired })
      const response = await page.goto(app.url)
      expect(response?.status()).toBe(200)
      expect(await statusOf(page)).toBe('unavailable: visitor')
      expect((await page.goto(`${app.url}/protected`))?.status()).toBe(500)
      expect(await cookiesOf()).toMatchObject({ __pa_at: expired })

      faults.clear()
      await expect
        .poll(
          async () => {
            await page.goto(app.url)
            return statusOf(page)
          },
          { timeout: 60_000, interval: 500 },
        )
        .toBe('active: owner@acme.test')
    })

    test('cookies of the official library are taken over, whole and in chunks', async ({ signIn, mint }) => {
      await logIn(signIn, 'owner')
      const { __pa_at = '', __pa_rt = '' } = await cookiesOf()
      const expired = await mint('owner', { expiresIn: -120 })
      for (const token of [__pa_at, expired])
        for (const cookies of [
          { __pa_at: token },
          { __pa_at_0: token.slice(0, 300), __pa_at_1: token.slice(300, 600), __pa_at_2: token.slice(600) },
        ]) {
          await context.clearCookies()
          await setCookies({ ...(cookies as Record<string, string>), __pa_rt })
          await page.goto(`${app.url}/protected`)
          expect(await statusOf(page)).toBe('owner@acme.test in 1')
        }
      // What a refresh has replaced is gone.
      expect(Object.keys(await cookiesOf()).sort()).toEqual(['__pa_at', '__pa_rt'])
    })

    /** Logs in a new user of many orgs, and returns the cookies of the access token, and its length. */
    async function logInOfMany(
      { emulator, signIn, mint }: Pick<EmulatorFixtures, 'emulator' | 'signIn' | 'mint'>,
      email: string,
      role: string,
      orgs: number,
    ) {
      const management = createManagementClient({ authUrl: emulator.authUrl, apiKey: emulator.apiKey })
      const { userId } = await management.createUser({ email, emailConfirmed: true })
      for (let number = 0; number < orgs; number++) {
        const { orgId } = await management.createOrg({ name: `Org ${number}` })
        await management.addUserToOrg({ userId, orgId, role })
      }
      await logIn(signIn, email)
      expect(await statusOf(page)).toBe(`${email} in ${orgs}`)
      const names = Object.keys(await cookiesOf()).filter((name) => name.startsWith('__pa_at'))
      return { names, length: (await mint(email)).length }
    }

    test('a token of 9 KB works: a member of 18 orgs', async ({ emulator, signIn, mint }) => {
      const { names, length } = await logInOfMany({ emulator, signIn, mint }, 'busy@example.com', 'Member', 18)
      expect(length).toBeGreaterThan(9_000)
      expect(names).toEqual(['__pa_at_0', '__pa_at_1', '__pa_at_2'])
      expect((await ask('/api/session-user'))[0]).toBe(200)
      // A refresh writes them all again.
      await setCookies({ __pa_at_0: 'x' })
      await page.reload()
      expect(await statusOf(page)).toBe('busy@example.com in 18')
      expect((await cookiesOf()).__pa_at_0).not.toBe('x')
    })

    test('a token that browsers cannot store, of an owner of 25 orgs, reaches the app by the proxy', async ({
      emulator,
      signIn,
      mint,
    }) => {
      const { names, length } = await logInOfMany({ emulator, signIn, mint }, 'owner@example.com', 'Owner', 25)
      expect(length).toBeGreaterThan(20_000)
      expect(names).toEqual([])
      expect((await ask('/api/session-user'))[0]).toBe(200)
      expect(await ask('/api/report')).toMatchObject([200, { status: 'active' }])
    })

    describe('the client of the official library, unchanged', () => {
      const client = () => page.getByText(/^client: /).textContent()

      /** The button of the client leads to the hosted pages, where the user is signed in. */
      async function logInByClient(signIn: SignIn, persona: keyof typeof PERSONAS) {
        await signIn(context, persona)
        await page.goto(`${app.url}/official`)
        await page.getByRole('button', { name: 'Log in' }).click()
        await page.waitForURL(`${app.url}/official?from=login`)
        await page.getByText(`client: ${PERSONAS[persona].email}`).waitFor()
      }

      test('shows a visitor, and leads to the login and the sign-up', async ({ emulator, signIn }) => {
        await page.goto(`${app.url}/official`)
        await page.getByText('client: visitor').waitFor()
        await page.getByRole('button', { name: 'Sign up' }).click()
        await page.waitForURL(`${emulator.authUrl}/signup**`)
        expect(new URL(page.url()).searchParams.get('plan')).toBe('pro')
        await logInByClient(signIn, 'multiOrg')
        expect(await statusOf(page)).toBe('server: multi-org@example.test in no org')
      })

      test('switches the org, for the server as well, and logs out', async ({ signIn }) => {
        await logInByClient(signIn, 'multiOrg')
        await page.getByRole('button', { name: 'Acme' }).click()
        await page.getByText('client: multi-org@example.test in Acme').waitFor()
        await page.getByText('server: multi-org@example.test in Acme').waitFor()
        // The client has the server's part rendered again after a first change, not after a second one in a row.
        await page.getByRole('button', { name: 'Globex' }).click()
        await page.getByText('client: multi-org@example.test in Globex').waitFor()
        await page.reload()
        await page.getByText('client: multi-org@example.test in Globex').waitFor()
        expect(await statusOf(page)).toBe('server: multi-org@example.test in Globex')
        await page.getByRole('button', { name: 'Log out' }).click()
        await page.getByText('client: visitor').waitFor()
        await page.getByText('server: visitor').waitFor()
        expect(Object.keys(await cookiesOf()).filter((name) => /_(at|rt)/.test(name))).toEqual([])
      })

      test('asks again when its tab gets the focus, and follows another tab', async ({ signIn }) => {
        await logInByClient(signIn, 'owner')
        const other = await context.newPage()
        await other.goto(`${app.url}/protected`)
        await other.getByRole('button', { name: 'Log out' }).click()
        await other.waitForURL(`${app.url}/`)
        expect(await client()).toContain('owner@acme.test')
        await page.evaluate(() => window.dispatchEvent(new Event('focus')))
        await page.getByText('client: visitor').waitFor()
        await page.getByText('server: visitor').waitFor()
      })

      test('agrees in two tabs about the login, the org and the logout', async ({ signIn }) => {
        const other = await context.newPage()
        await other.goto(`${app.url}/official`)
        await other.getByText('client: visitor').waitFor()
        const focus = (tab: Page) => tab.evaluate(() => window.dispatchEvent(new Event('focus')))
        const shows = (tab: Page, text: string) => tab.getByText(text, { exact: true }).waitFor()
        await logInByClient(signIn, 'multiOrg')
        await focus(other)
        await shows(other, 'client: multi-org@example.test in no org')
        await page.getByRole('button', { name: 'Acme' }).click()
        await shows(page, 'client: multi-org@example.test in Acme')
        await focus(other)
        await shows(other, 'client: multi-org@example.test in Acme')
        await other.getByRole('button', { name: 'Log out' }).click()
        await shows(other, 'client: visitor')
        await focus(page)
        await shows(page, 'client: visitor')
        await page.reload()
        await shows(page, 'server: visitor in no org')
      })

      test.for([
        ['valid', 'owner@acme.test'],
        ['expired', 'visitor'],
      ] as const)(
        'waits at its first load with the service away, its access token %s, and goes on after it',
        async ([is, who], { signIn, mint, faults }) => {
          await logInByClient(signIn, 'owner')
          if (is === 'expired') await setCookies({ __pa_at: await mint('owner', { expiresIn: -120 }) })
          faults.add({ group: 'session', fault: 'away' })
          const answer = page.waitForResponse(`${app.url}/api/auth/userinfo`)
          expect((await page.goto(`${app.url}/official`))?.status()).toBe(200)
          expect((await answer).status()).toBe(503)
          await page.getByText('loading').waitFor()
          expect(await statusOf(page)).toBe(`server: ${who} in no org`)
          expect(Object.keys(await cookiesOf())).toContain('__pa_rt')

          faults.clear()
          // Refreshes pause after a failure. The client asks again when its tab gets the focus.
          await expect
            .poll(
              async () => {
                await page.evaluate(() => window.dispatchEvent(new Event('focus')))
                return page.getByText(/^(client: |loading)/).textContent()
              },
              { timeout: 60_000, interval: 500 },
            )
            .toBe('client: owner@acme.test in no org')
          await page.reload()
          expect(await statusOf(page)).toBe('server: owner@acme.test in no org')
        },
      )

      test('does not render the page again while nothing changes', async ({ signIn }) => {
        await logInByClient(signIn, 'owner')
        const requests: string[] = []
        page.on('request', (request) => requests.push(new URL(request.url()).pathname))
        for (let time = 0; time < 2; time++) {
          const answer = page.waitForResponse(`${app.url}/api/auth/userinfo`)
          await page.evaluate(() => window.dispatchEvent(new Event('focus')))
          expect((await answer).status()).toBe(200)
        }
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 200))))
        expect(requests).toEqual(['/api/auth/userinfo', '/api/auth/userinfo'])
      })

      test('keeps what it has while the service is away', async ({ signIn, mint, faults }) => {
        await logInByClient(signIn, 'owner')
        await setCookies({ __pa_at: await mint('owner', { expiresIn: -120 }) })
        faults.add({ group: 'session', fault: 'away' })
        const answer = page.waitForResponse(`${app.url}/api/auth/userinfo`)
        await page.evaluate(() => window.dispatchEvent(new Event('focus')))
        expect((await answer).status()).toBe(503)
        expect(await client()).toContain('owner@acme.test')
      })
    })

    test('where the proxy does not run, a session lasts as long as its access token', async ({ signIn, mint }) => {
      await logIn(signIn, 'owner')
      await page.goto(`${app.url}/unmatched`)
      expect(await statusOf(page)).toBe('owner@acme.test in 1')
      await setCookies({ __pa_at: await mint('owner', { expiresIn: -120 }) })
      expect((await page.goto(`${app.url}/unmatched`))?.status()).toBe(500)
    })

    test('the first load of a new server with the service away renders public pages', async ({
      browser,
      signIn,
      faults,
    }) => {
      await logIn(signIn, 'owner')
      await app.stop()
      faults.add({ path: '/*', fault: 'away' })
      app = await startAgain()
      logs.push(app.log)
      await page.goto(app.url)
      expect(await statusOf(page)).toBe('unavailable: visitor')
      await (await browser.newContext()).newPage().then(async (visitor) => {
        expect((await visitor.goto(app.url))?.status()).toBe(200)
        expect(await statusOf(visitor)).toBe('anonymous: visitor')
        await visitor.context().close()
      })
      expect(Object.keys(await cookiesOf())).toContain('__pa_rt')
    })

    test('no server prints a token', () => {
      expect(logs.flat().join('')).not.toMatch(/eyJ[\w-]{20}/)
    })
  })
})

test('Next.js 16 with Cache Components renders the session at request time, without a complaint', async ({
  emulator,
  mint,
}) => {
  const { app } = await serve(cacheComponents, emulator)
  try {
    const headers = { cookie: `__pa_at=${await mint('owner')}` }
    const read = async (path: string, init?: RequestInit) => (await fetch(app.url + path, init)).text()
    for (let time = 0; time < 2; time++) {
      expect(await read('/')).toContain('anonymous: visitor')
      expect(await read('/', { headers })).toContain('active: owner@acme.test')
      expect(await read('/protected')).toContain(`${app.url}/api/auth/login?return_to_path=%2Fprotected`)
      expect(await read('/protected', { headers })).toContain('owner@acme.test in 1')
      expect(await read('/api/auth/session')).toBe('{"user":null}')
    }
    const login = await fetch(`${app.url}/api/auth/login`, { redirect: 'manual' })
    expect(login.headers.get('location')).toContain(emulator.authUrl)
    expect((await fetch(`${app.url}/api/auth/other`)).status).toBe(404)
    expect(app.log.join('')).not.toContain('Error')
  } finally {
    await app.stop()
  }
}, 300_000)
