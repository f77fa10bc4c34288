import type { RequestListener } from 'node:http'
import type { Browser, Page } from 'playwright-core'
import { hasChromium, launchChromium } from 'test-kit/chromium'
import { type HttpServer, startHttpServer } from 'test-kit/http-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backend, rt } from '../../../test/fixture.js'
import { openScriptCounter } from '../../../test/script-counter.js'
import { oneOfEachShape, xssStrings } from '../../../test/xss-strings.js'
import { type EmulatorServer, PERSONAS, startServer } from '../../index.js'

describe.runIf(hasChromium())('the hosted pages in Chromium', { timeout: 120_000 }, () => {
  let chrome: Browser
  let server: EmulatorServer
  let app: HttpServer
  let appUrl = ''

  beforeAll(async () => {
    chrome = await launchChromium()
    server = await startServer({ port: 0 })
    const page = '<h1>The app</h1>'
    const listener: RequestListener = (_, response) => response.setHeader('Content-Type', 'text/html').end(page)
    app = await startHttpServer(listener, { host: 'localhost' })
    appUrl = `${app.url}/back?a=b`
  })
  afterAll(async () => {
    await chrome.close()
    await server.close()
    await app.close()
  })

  const open = async (path: string, page?: Page): Promise<Page> => {
    const tab = page ?? (await (await chrome.newContext()).newPage())
    await tab.goto(`${server.emulator.authUrl}${path}`)
    return tab
  }

  /** Asks for the session as a page of the app does. */
  const session = (page: Page) =>
    page.evaluate(async (authUrl) => {
      const response = await fetch(`${authUrl}/api/v1/refresh_token`, { credentials: 'include' })
      return response.ok ? (await response.json()).user.email : response.status
    }, server.emulator.authUrl)

  test('log in, read the session from the app, log out', async () => {
    const page = await open(`/login?${rt(appUrl)}`)
    await page.getByLabel('Email').fill(PERSONAS.admin.email)
    await page.getByLabel('Password').fill(PERSONAS.admin.password)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.waitForURL(appUrl)
    expect(await session(page)).toBe(PERSONAS.admin.email)
    await page.evaluate(
      (authUrl) => fetch(`${authUrl}/api/v1/logout`, { method: 'POST', credentials: 'include' }),
      server.emulator.authUrl,
    )
    expect(await session(page)).toBe(401)
    await page.context().close()
  })

  test('one click, account and logout work without JavaScript', async () => {
    const context = await chrome.newContext({ javaScriptEnabled: false })
    const page = await open('/login', await context.newPage())
    await page.getByRole('button', { name: PERSONAS.multiOrg.email }).click()
    await page.waitForURL('**/account')
    expect(await page.getByRole('listitem').allTextContents()).toEqual(['Acme: Member', 'Globex: Admin'])
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.waitForURL('**/login')
    await context.close()
  })

  test('a sign-up returns to the app', async () => {
    const page = await open(`/signup?${rt(appUrl)}`)
    await page.getByLabel('Email').fill('browser@x.test')
    await page.getByLabel('Password').fill('long enough')
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.waitForURL(appUrl)
    expect(await session(page)).toBe('browser@x.test')
    await page.context().close()
  })

  describe('on a phone', () => {
    const LONG = 'long'.repeat(15)
    beforeAll(async () => {
      const { emulator } = server
      const profile = { first_name: LONG, last_name: 'with a second line of many short words'.repeat(2) }
      const email = `${LONG}.${LONG.slice(0, 50)}@${LONG}.test`
      await backend(emulator, 'POST', 'user/', { email, ...profile, send_email_to_confirm_email_address: true })
      await backend(emulator, 'POST', 'org/', { name: `${LONG}${LONG} & words` })
    })

    test('a user of the dashboard takes a few lines', async () => {
      const context = await chrome.newContext({ viewport: { width: 390, height: 844 } })
      const page = await open('/_emulator', await context.newPage())
      const heights = await page.evaluate(() =>
        Array.from(document.querySelectorAll('tbody tr'), (row) => row.getBoundingClientRect().height),
      )
      expect(heights.length).toBeGreaterThan(8)
      expect(Math.max(...heights)).toBeLessThan(300)
      expect(heights.filter((height) => height > 200).length).toBeLessThanOrEqual(1)
      await context.close()
    })
  })

  test('from the login page to a message and its link', async () => {
    await backend(server.emulator, 'POST', 'user/', {
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
    await page.context().close()
  })

  test('the dashboard signs in as a user', async () => {
    const page = await open('/_emulator')
    await page.getByRole('button', { name: `Sign in as ${PERSONAS.noOrg.email}` }).click()
    await page.waitForURL('**/account')
    expect(await page.getByText(PERSONAS.noOrg.email).count()).toBeGreaterThan(0)
    await page.context().close()
  })

  test('another origin cannot read the control API', async () => {
    const page = await (await chrome.newContext()).newPage()
    await page.goto(appUrl)
    const read = (authUrl: string) =>
      fetch(`${authUrl}/_emulator/requests`).then(
        () => 'read',
        () => 'refused',
      )
    expect(await page.evaluate(read, server.emulator.authUrl)).toBe('refused')
    await page.context().close()
  })

  test('none of 200 stored scripts runs with the content policy switched off', async () => {
    const strings = xssStrings()
    const { emulator } = server
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
    const { page, executed } = await openScriptCounter(chrome)

    await open('/_emulator', page)
    await open('/login', page)
    await page.getByRole('button', { name: PERSONAS.owner.email }).click()
    await page.waitForURL('**/account')
    for (const text of strings)
      await open(`/login?prompt=${encodeURIComponent(text)}&rt=${encodeURIComponent(text)}`, page)
    for (const text of oneOfEachShape().slice(0, 4)) {
      await open('/signup', page)
      await page.getByLabel('Email').fill('a@x.test')
      await page.getByLabel('Password').fill('        ')
      await page.getByLabel('First name').fill(text)
      await page.getByLabel('Last name').fill(text)
      await page.getByRole('button', { name: 'Sign up' }).click()
    }
    expect(executed()).toBe(0)
    await page.context().close()
  })
})
