// The session of a user in the browser, from the login to the logout.
import { expect } from 'vitest'
import {
  ask,
  cookieNames,
  cookiesOf,
  expireToken,
  navigation,
  setCookieNames,
  setCookies,
  shown,
  type Visit,
  type VisitTest,
  visitor,
} from './visit.ts'

/** Fills in the hosted page. */
async function submitLogin({ page, emulator }: Visit): Promise<void> {
  await page.waitForURL(`${emulator.authUrl}/login**`)
  await page.getByLabel('Email').first().fill(visitor.email)
  await page.getByLabel('Password').first().fill(visitor.password)
  await page.getByRole('button', { name: 'Log in', exact: true }).first().click()
}

export function describeLogin(test: VisitTest) {
  test('a visitor sees the public page, which sets no cookie', async ({ visit }) => {
    const { app, page, context } = visit
    const response = await page.goto(app.url)
    expect([response?.status(), await shown(visit, 'user')]).toEqual([200, 'visitor'])
    expect(await context.cookies(app.url)).toEqual([])
  })

  test('a link to a protected page leads a visitor to the login', async ({ visit }) => {
    await visit.page.getByRole('link', { name: 'Account' }).click()
    await visit.page.waitForURL(`${visit.emulator.authUrl}/login**`)
  })

  test('a protected page comes back after the login', async ({ visit }) => {
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

export function describeSession(test: VisitTest) {
  test('the server renders the user, and gives no token to the page', async ({ visit }) => {
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

  test('another org is made active', async ({ visit }) => {
    const [, session] = await ask(visit, '/api/auth/session')
    const orgs = Object.values(session.user.orgIdToOrgMemberInfo) as { orgId: string; orgName: string }[]
    for (const { orgId, orgName } of orgs) {
      expect((await ask(visit, '/api/auth/set-active-org', 'POST', { orgId }))[0]).toBe(200)
      await visit.page.reload()
      expect(await shown(visit, 'org')).toBe(orgName)
    }
    expect(orgs.length).toBe(2)
  })

  test('the next navigation refreshes a session whose access token has expired, and keeps the org', async ({
    visit,
  }) => {
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
}

export function describeLogout(test: VisitTest) {
  let before: Record<string, string>

  test('the logout ends the session and leads to the public page', async ({ visit }) => {
    const { app, page } = visit
    await page.goto(`${app.url}/account`)
    await page.getByTestId('org').first().waitFor()
    before = await cookiesOf(visit)
    expect(Object.keys(before).toSorted()).toEqual(cookieNames)
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.waitForURL(`${app.url}/`)
    expect(await shown(visit, 'user')).toBe('visitor')
    expect(await cookiesOf(visit)).toEqual({})
  })

  test('a copy of the cookies cannot refresh the session that has ended, and is deleted', async ({ visit }) => {
    const { app, page, context } = visit
    await setCookies(visit, before)
    await expireToken(visit)
    const response = await context.request.get(`${app.url}/account`, navigation)
    const location = new URL(response.headers().location ?? '', app.url).href
    expect([response.status(), location]).toEqual([302, `${app.url}/api/auth/login?return_to_path=%2Faccount`])
    expect(setCookieNames(response)).toEqual(cookieNames)
    expect(await cookiesOf(visit)).toEqual({})
    await page.goto(`${app.url}/account`)
    await page.waitForURL(`${visit.emulator.authUrl}/login**`)
  })
}
