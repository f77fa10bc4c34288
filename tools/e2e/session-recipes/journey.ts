// The journey that the app of every recipe passes in Chromium: built for production, with the emulator and its hosted
// login page. The pages of an app are
//
//   /          public: `data-testid="user"` has the email of the user, or `visitor`; a link "Account"
//   /account   for users: `user`, the name of the active org or `none` in `org`, and a button "Log out"
//   /moved     redirects to /account with 302, for everyone
//   /broken    throws while it is rendered: 500, for everyone
//   /api/note  a POST of users, answered with JSON: `{ "by": email }`
//
// and every other path is a 404.
import type { Browser } from 'playwright-core'
import { hasChromium, launchChromium } from 'test-kit/chromium'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPort, startEmulator } from '../../services.ts'
import { hasScript, installRecipe, runScript, type SessionRecipe, startRecipe } from './recipe-app.ts'
import {
  ask,
  control,
  cookiesOf,
  expireToken,
  navigation,
  setCookies,
  shown,
  submitLogin,
  type Visit,
  visitor,
} from './visit.ts'

/** `further` adds tests of one framework. They run before the logout, in the browser of a user with an active org. */
export function describeSessionJourney(recipe: SessionRecipe, further?: (visit: Visit) => void): void {
  describe.runIf(hasChromium())(recipe.name, () => {
    const project = temporaryFolder()
    const visit = {} as { -readonly [Part in keyof Visit]: Visit[Part] }
    const errors: string[] = []
    let browser: Browser

    beforeAll(async () => {
      installRecipe(recipe, project)
      const port = await findPort(3460)
      if (hasScript(project, 'build')) await runScript(project, 'build', recipe.env?.(`http://localhost:${port}`))
      visit.emulator = await startEmulator(await findPort(4860))
      const { authUrl, apiKey } = visit.emulator
      visit.app = await startRecipe(recipe, project, port, {
        PROPELAUTH_AUTH_URL: authUrl,
        PROPELAUTH_API_KEY: apiKey,
        PROPELAUTH_ALLOW_EMULATOR: 'true',
      })
      // Each refresh token counts once: a session ends if the cookies of an answer do not arrive.
      await control(visit, 'settings', { refresh_tokens: 'strict' })
      browser = await launchChromium()
      visit.context = await browser.newContext()
      visit.page = await visit.context.newPage()
      visit.page.on('pageerror', (error) => errors.push(error.message))
    }, 300_000)

    afterAll(async () => {
      await browser?.close()
      await visit.app?.stop()
      await visit.emulator?.stop()
    })

    describeLogin(visit)
    describeSession(visit)
    describeRefusals(visit)
    if (further) describe('in this framework', () => further(visit))
    describeOutage(visit)
    describeLogout(visit)

    test('leaves no error in the browser, and no token in the output of the server', () => {
      expect(errors).toEqual([])
      expect(visit.app.log.join('')).not.toMatch(/eyJ[\w-]{20}/)
    })

    test('compiles with the types of the framework', () => runScript(project, 'types'))
  })
}

function describeLogin(visit: Visit) {
  test('a visitor sees the public page, which sets no cookie', async () => {
    const { app, page, context } = visit
    const response = await page.goto(app.url)
    expect([response?.status(), await shown(visit, 'user')]).toEqual([200, 'visitor'])
    expect(await context.cookies(app.url)).toEqual([])
  })

  test('a link to a protected page leads a visitor to the login', async () => {
    await visit.page.getByRole('link', { name: 'Account' }).click()
    await visit.page.waitForURL(`${visit.emulator.authUrl}/login**`)
  })

  test('a protected page comes back after the login', async () => {
    const { app, page, context } = visit
    await page.goto(`${app.url}/account?tab=1&a=b`)
    await submitLogin(visit)
    await page.waitForURL(`${app.url}/account?tab=1&a=b`)
    expect([await shown(visit, 'user'), await shown(visit, 'org')]).toEqual([visitor.email, 'none'])
    expect(Object.keys(await cookiesOf(visit)).toSorted()).toEqual(['__pa_at', '__pa_rt'])
    for (const cookie of await context.cookies(app.url))
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  })
}

function describeSession(visit: Visit) {
  test('the server renders the user, and gives no token to the page', async () => {
    const { app, context } = visit
    for (const path of ['/', '/account']) {
      const response = await context.request.get(app.url + path, navigation)
      const text = await response.text()
      expect(text).toMatch(new RegExp(`data-testid="user"[^>]*>(<!--.*?-->)*${visitor.email}`))
      expect(text).not.toMatch(/eyJ[\w-]{20}/)
      const { __pa_rt = '' } = await cookiesOf(visit)
      expect(text).not.toContain(__pa_rt)
      expect(response.headers()).toMatchObject({ 'cache-control': 'private, no-store' })
    }
  })

  test('another org is made active', async () => {
    const [, session] = await ask(visit, '/api/auth/session')
    const orgs = Object.values(session.user.orgIdToOrgMemberInfo) as { orgId: string; orgName: string }[]
    for (const { orgId, orgName } of orgs) {
      expect((await ask(visit, '/api/auth/set-active-org', 'POST', { orgId }))[0]).toBe(200)
      await visit.page.reload()
      expect(await shown(visit, 'org')).toBe(orgName)
    }
    expect(orgs.length).toBe(2)
  })

  test('the next navigation refreshes a session whose access token has expired, and keeps the org', async () => {
    const { app, page } = visit
    const org = await shown(visit, 'org')
    await page.goto(app.url)
    const expired = await expireToken(visit)
    await page.getByRole('link', { name: 'Account' }).click()
    await page.waitForURL(`${app.url}/account`)
    await page.getByTestId('org').first().waitFor()
    expect([await shown(visit, 'user'), await shown(visit, 'org')]).toEqual([visitor.email, org])
    expect((await cookiesOf(visit)).__pa_at).not.toBe(expired)
  })

  test.each([
    ['/', 200],
    ['/account', 200],
    ['/moved', 302],
    ['/broken', 500],
    ['/nowhere', 404],
  ])('the answer of %s, %i, has the new cookies once, and is not cached', async (path, status) => {
    const { app, context } = visit
    const expired = await expireToken(visit)
    const response = await context.request.get(app.url + path, navigation)
    expect(response.status()).toBe(status)
    const cookies = response.headersArray().filter(({ name }) => name.toLowerCase() === 'set-cookie')
    const names = cookies.map(({ value }) => value.split('=', 1)[0])
    expect(names.toSorted()).toEqual(['__pa_at', '__pa_org_id', '__pa_rt'])
    expect((await cookiesOf(visit)).__pa_at).not.toBe(expired)
    const headers = response.headers()
    expect(headers['cache-control']).toBe('private, no-store')
    expect(headers.vary?.toLowerCase()).toContain('cookie')
    if (status === 302) expect(new URL(headers.location ?? '', app.url).href).toBe(`${app.url}/account`)
  })
}

function describeRefusals(visit: Visit) {
  test('a POST of the app itself is answered, also when its access token has expired', async () => {
    await expireToken(visit)
    expect(await ask(visit, '/api/note', 'POST', { text: 'x' })).toEqual([200, { by: visitor.email }])
  })

  test.each([
    ['/api/note', 'application/json'],
    ['/api/note', 'text/plain'],
    ['/api/note', 'application/x-www-form-urlencoded'],
    ['/api/auth/logout', 'application/x-www-form-urlencoded'],
  ])('a POST to %s from another origin, as %s, is 403', async (path, type) => {
    const { app, context } = visit
    for (const others of [{ origin: 'https://evil.example' }, { origin: app.url, 'sec-fetch-site': 'cross-site' }]) {
      const headers = { ...(others as Record<string, string>), 'content-type': type }
      expect((await context.request.post(app.url + path, { data: '{}', headers })).status()).toBe(403)
    }
    expect((await context.request.get(`${app.url}/account`, navigation)).status()).toBe(200)
  })

  test.each(spellings)('a visitor does not get the account as %s', async (path) => {
    const headers = { accept: 'text/html' }
    const response = await fetch(visit.app.url + path, { headers, redirect: 'manual' })
    expect(await response.text()).not.toMatch(/data-testid="org"|"org"/)
  })

  test('a POST without a session is 401', async () => {
    const response = await fetch(`${visit.app.url}/api/note`, { method: 'POST', headers: { origin: visit.app.url } })
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="propelauth"'])
  })
}

/** Ways to write the address of /account, and the addresses under which frameworks serve its data. */
const spellings = [
  ...['/%61ccount', '/account/', '//account', '/ACCOUNT', '/account?a=/', '/x/%2e%2e/account'],
  ...['/account.data', '/account.data?_routes=routes%2Faccount', '/account/__data.json'],
]

function describeOutage(visit: Visit) {
  test('while the service is away, public pages are shown, protected ones are 503, and the session stays', async () => {
    const { app, page } = visit
    await control(visit, 'faults', { group: 'session', fault: 'away' })
    const expired = await expireToken(visit)
    expect((await page.goto(app.url))?.status()).toBe(200)
    expect(await shown(visit, 'user')).toBe('visitor')
    const refused = await page.goto(`${app.url}/account`)
    expect([refused?.status(), await refused?.headerValue('retry-after')]).toEqual([503, expect.any(String)])
    expect((await cookiesOf(visit)).__pa_at).toBe(expired)

    await control(visit, 'faults', undefined, 'DELETE')
    // Refreshes pause after a failure.
    await expect
      .poll(() => page.goto(app.url).then(() => shown(visit, 'user')), { timeout: 60_000, interval: 200 })
      .toBe(visitor.email)
  })
}

function describeLogout(visit: Visit) {
  let before: Record<string, string>

  test('the logout ends the session and leads to the public page', async () => {
    const { app, page } = visit
    await page.goto(`${app.url}/account`)
    await page.getByTestId('org').first().waitFor()
    before = await cookiesOf(visit)
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.waitForURL(`${app.url}/`)
    expect(await shown(visit, 'user')).toBe('visitor')
    expect(await cookiesOf(visit)).toEqual({})
  })

  test('a copy of the cookies cannot refresh the session that has ended, and is deleted', async () => {
    const { app, page, context } = visit
    await setCookies(visit, before)
    await expireToken(visit)
    const response = await context.request.get(`${app.url}/account`, navigation)
    const login = `${app.url}/api/auth/login?return_to_path=%2Faccount`
    expect([response.status(), response.headers().location]).toEqual([302, login])
    expect(await cookiesOf(visit)).toEqual({})
    await page.goto(`${app.url}/account`)
    await page.waitForURL(`${visit.emulator.authUrl}/login**`)
  })
}
