// The single-page app of the example in Chromium, on workerd: from the login to the logout, in two tabs.
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { hasChromium, launchChromium } from 'test-kit/chromium'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EmulatorService, findPort, startEmulator, startWorker, type WorkerService } from '../services.ts'

const phone = { width: 390, height: 844 }

describe.runIf(hasChromium())('the single-page app and its Worker', () => {
  let emulator: EmulatorService
  let worker: WorkerService
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let other: Page
  const state = temporaryFolder()
  const screenshots = process.env.SCREENSHOTS
  const errors: string[] = []

  const shoot = async (name: string) => {
    if (screenshots) await page.screenshot({ path: join(screenshots, `spa-${name}.png`), fullPage: true })
  }

  async function open(path = '/') {
    const opened = await context.newPage()
    opened.on('pageerror', (error) => errors.push(error.message))
    await opened.goto(worker.url + path)
    return opened
  }

  const heading = (tab: Page, name: string) => tab.getByRole('heading', { name, exact: true }).waitFor()
  const orgOf = (tab: Page) => tab.getByLabel('Organization').locator('option:checked').textContent()

  beforeAll(async () => {
    emulator = await startEmulator(await findPort(4660))
    const port = await findPort(8927)
    const vars = {
      PROPELAUTH_AUTH_URL: emulator.authUrl,
      PROPELAUTH_API_KEY: emulator.apiKey,
      APP_URL: `http://localhost:${port}`,
    }
    worker = await startWorker({ folder: 'examples/spa-worker', port, persistTo: state, vars })
    browser = await launchChromium()
    context = await browser.newContext({ reducedMotion: 'reduce' })
    page = await open()
  })

  afterAll(async () => {
    await browser?.close()
    await worker?.stop()
    await emulator?.stop()
  })

  test('welcomes a visitor, on every page of the app', async () => {
    await heading(page, 'Know what you owe.')
    await shoot('visitor')
    await page.goto(`${worker.url}/billing`)
    await heading(page, 'Know what you owe.')
  })

  test('logs in on the hosted page and comes back to the page of the app', async () => {
    other = await open()
    await heading(other, 'Know what you owe.')
    await page.locator('main').getByRole('button', { name: 'Log in' }).click()
    await page.waitForURL(`${emulator.authUrl}/login**`)
    await page.getByLabel('Email').first().fill('multi-org@example.test')
    await page.getByLabel('Password').first().fill('emulator-password')
    await page.getByRole('button', { name: 'Log in', exact: true }).first().click()
    await page.waitForURL(`${worker.url}/billing`)
    await heading(page, 'Billing')
    await page.getByText('Your role in this organization does not include billing.').waitFor()
    expect(await orgOf(page)).toBe('Acme')
  })

  test('is logged in in the other tab as well', async () => {
    await other.getByText('multi-org@example.test').first().waitFor()
  })

  test('changes the organization in both tabs', async () => {
    await page.getByLabel('Organization').selectOption('Globex')
    await heading(page, 'Globex')
    await page.getByText('$ 240.00').waitFor()
    await shoot('billing')
    await other.getByText('You are Admin of Globex').waitFor()
    expect(await orgOf(other)).toBe('Globex')
  })

  test('goes from page to page without loading, and keeps the session over a reload', async () => {
    await page.evaluate(() => Object.assign(window, { kept: true }))
    await page.getByRole('link', { name: 'Overview' }).click()
    await page.getByText('You are Admin of Globex').waitFor()
    expect(new URL(page.url()).pathname).toBe('/')
    await page.goBack()
    await heading(page, 'Billing')
    expect(await page.evaluate(() => 'kept' in window)).toBe(true)
    await page.reload()
    await heading(page, 'Globex')
    await page.getByRole('link', { name: 'Overview' }).click()
    await page.getByText('You are Admin of Globex').waitFor()
    await shoot('overview')
  })

  test('keeps what it shows while the Worker cannot be reached, and goes on afterwards', async () => {
    await context.setOffline(true)
    await page.evaluate(() => void window.dispatchEvent(new Event('focus')))
    await page.getByText('The app cannot be reached.').waitFor()
    await page.getByText('multi-org@example.test').first().waitFor()
    await context.setOffline(false)
    await page.getByText('The app cannot be reached.').waitFor({ state: 'hidden' })
    await page.getByText('You are Admin of Globex').waitFor()
  })

  test('says so when PropelAuth is away, and changes nothing', async () => {
    const control = (path: string, init: RequestInit) => fetch(`${emulator.authUrl}/_emulator/${path}`, init)
    await control('faults', { method: 'POST', body: JSON.stringify({ group: 'server-session', fault: 'away' }) })
    await page.getByLabel('Organization').selectOption('Acme')
    await page.getByText('No answer. Please try again.').waitFor()
    expect(await orgOf(page)).toBe('Globex')
    await control('faults', { method: 'DELETE' })
  })

  test.each(['light', 'dark'] as const)('fits on a phone with %s colours', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize(phone)
    for (const name of ['Billing', 'Overview']) {
      await page.getByRole('link', { name }).click()
      await page.getByText(name === 'Billing' ? '$ 240.00' : 'You are Admin of Globex').waitFor()
      await shoot(`${name.toLowerCase()}-phone-${colorScheme}`)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width)
    }
  })

  test('logs out in both tabs', async () => {
    await page.getByRole('button', { name: 'Log out' }).click()
    for (const tab of [page, other]) await heading(tab, 'Know what you owe.')
    await shoot('visitor-phone-dark')
    const names = (await context.cookies(worker.url)).map(({ name }) => name)
    expect(names.filter((name) => /^__pa_(at|rt)/.test(name))).toEqual([])
    await page.reload()
    await heading(page, 'Know what you owe.')
  })

  test('leaves no token where scripts can read it, and has no error', async () => {
    for (const tab of [page, other])
      expect(await tab.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([
        0,
        0,
        '',
      ])
    expect(errors).toEqual([])
  })
})
