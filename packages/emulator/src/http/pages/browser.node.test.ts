import type { Page } from 'playwright-core'
import { hasChromium } from 'test-kit/chromium'
import { describe, expect } from 'vitest'
import { createBrowserTest } from '../../../test/browser-test.js'
import { backend, rt } from '../../../test/fixture.js'
import { openScriptCounter } from '../../../test/script-counter.js'
import { oneOfEachShape, xssStrings } from '../../../test/xss-strings.js'
import { type Emulator, PERSONAS } from '../../index.js'

const test = createBrowserTest().extend<{ appUrl: string }>({
  appUrl: [async ({ app }, use) => use(`${app.url}/back?a=b`), { scope: 'file' }],
})

/** Asks for the session as a page of the app does. */
const session = (page: Page, { authUrl }: Emulator) =>
  page.evaluate(async (url) => {
    const response = await fetch(`${url}/api/v1/refresh_token`, { credentials: 'include' })
    return response.ok ? (await response.json()).user.email : response.status
  }, authUrl)

describe.runIf(hasChromium())('the hosted pages in Chromium', { timeout: 120_000 }, () => {
  test('log in, read the session from the app, log out', async ({ emulator, open, appUrl }) => {
    const page = await open(`/login?${rt(appUrl)}`)
    await page.getByLabel('Email').fill(PERSONAS.admin.email)
    await page.getByLabel('Password').fill(PERSONAS.admin.password)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.waitForURL(appUrl)
    expect(await session(page, emulator)).toBe(PERSONAS.admin.email)
    await page.evaluate(
      (authUrl) => fetch(`${authUrl}/api/v1/logout`, { method: 'POST', credentials: 'include' }),
      emulator.authUrl,
    )
    expect(await session(page, emulator)).toBe(401)
  })

  test('one click, account and logout work without JavaScript', async ({ open }) => {
    const page = await open('/login', { javaScriptEnabled: false })
    await page.getByRole('button', { name: PERSONAS.multiOrg.email }).click()
    await page.waitForURL('**/account')
    expect(await page.getByRole('listitem').allTextContents()).toEqual(['Acme: Member', 'Globex: Admin'])
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.waitForURL('**/login')
  })

  test('a sign-up returns to the app', async ({ emulator, open, appUrl }) => {
    const page = await open(`/signup?${rt(appUrl)}`)
    await page.getByLabel('Email').fill('browser@x.test')
    await page.getByLabel('Password').fill('long enough')
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.waitForURL(appUrl)
    expect(await session(page, emulator)).toBe('browser@x.test')
  })

  describe('on a phone', () => {
    const LONG = 'long'.repeat(15)
    test.beforeAll(async ({ emulator }) => {
      const profile = { first_name: LONG, last_name: 'with a second line of many short words'.repeat(2) }
      const email = `${LONG}.${LONG.slice(0, 50)}@${LONG}.test`
      await backend(emulator, 'POST', 'user/', { email, ...profile, send_email_to_confirm_email_address: true })
      await backend(emulator, 'POST', 'org/', { name: `${LONG}${LONG} & words` })
    })

    test('a user of the dashboard takes a few lines', async ({ open }) => {
      const page = await open('/_emulator', { viewport: { width: 390, height: 844 } })
      const heights = await page.evaluate(() =>
        Array.from(document.querySelectorAll('tbody tr'), (row) => row.getBoundingClientRect().height),
      )
      expect(heights.length).toBeGreaterThan(8)
      expect(Math.max(...heights)).toBeLessThan(300)
      expect(heights.filter((height) => height > 200).length).toBeLessThanOrEqual(1)
    })
  })

  test('from the login page to a message and its link', async ({ emulator, open }) => {
    await backend(emulator, 'POST', 'user/', {
      email: 'mailed@x.test',
      send_email_to_confirm_email_address: true,
    })
    const page = await open('/login')
    await page.getByRole('link', { name: 'Mail' }).click()
    await page.getByLabel('Address').fill('mailed@x.test')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByRole('link', { name: 'Open the link' }).click()
    await page.waitForURL('**/account')
    expect(await page.getByText('mailed@x.test').count()).toBeGreaterThan(0)
  })

  test('the dashboard signs in as a user', async ({ open }) => {
    const page = await open('/_emulator')
    await page.getByRole('button', { name: `Sign in as ${PERSONAS.noOrg.email}` }).click()
    await page.waitForURL('**/account')
    expect(await page.getByText(PERSONAS.noOrg.email).count()).toBeGreaterThan(0)
  })

  test('another origin cannot read the control API', async ({ emulator, open, appUrl }) => {
    const page = await open(appUrl)
    const read = (authUrl: string) =>
      fetch(`${authUrl}/_emulator/requests`).then(
        () => 'read',
        () => 'refused',
      )
    expect(await page.evaluate(read, emulator.authUrl)).toBe('refused')
  })

  test('none of 200 stored scripts runs with the content policy switched off', async ({ emulator, browser }) => {
    const strings = xssStrings()
    const { page, show, executed } = await openScriptCounter(browser, emulator.authUrl)
    const goTo = (path: string) => page.goto(`${emulator.authUrl}${path}`)
    const parameters = oneOfEachShape().map(encodeURIComponent)
    await show(parameters.map((text) => `${emulator.authUrl}/login?prompt=${text}&rt=${text}`))

    for (const [index, text] of strings.entries()) {
      const profile = {
        email: `xss${index}@x.test`,
        email_confirmed: true,
        first_name: text,
        last_name: text,
        username: `${index}${text}`,
      }
      const user = await backend(emulator, 'POST', 'user/', profile)
      const org = await backend(emulator, 'POST', 'org/', { name: text })
      const ids = { user_id: user.body.user_id, org_id: org.body.org_id }
      await backend(emulator, 'POST', 'org/add_user', { ...ids, role: 'Owner' })
      await backend(emulator, 'POST', 'org/add_user', { ...ids, user_id: PERSONAS.owner.userId, role: 'Owner' })
    }
    await goTo('/_emulator')
    await goTo('/login')
    await page.getByRole('button', { name: PERSONAS.owner.email }).click()
    await page.waitForURL('**/account')
    for (const text of oneOfEachShape().slice(0, 4)) {
      await goTo('/signup')
      await page.getByLabel('Email').fill('a@x.test')
      await page.getByLabel('Password').fill('        ')
      await page.getByLabel('First name').fill(text)
      await page.getByLabel('Last name').fill(text)
      await page.getByRole('button', { name: 'Sign up' }).click()
    }
    expect(executed()).toBe(0)
  })
})
