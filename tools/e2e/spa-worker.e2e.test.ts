// The single-page app of the example in Chromium, on workerd: from the login to the logout, in two tabs.
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { type BrowserFixtures, browserFixtures } from 'test-kit/browser-fixtures'
import { hasChromium } from 'test-kit/chromium'
import { test as base, describe, expect, onTestFinished } from 'vitest'
import { describeScript, exampleFixture, type RunningExample, wranglerFlags } from './example-script.ts'

const phone = { width: 390, height: 844 }

const browserTest = base.extend<BrowserFixtures>(browserFixtures({ reducedMotion: 'reduce' }))

const test = browserTest.extend<{ worker: RunningExample; other: Page }>({
  worker: exampleFixture({
    folder: 'spa-worker',
    script: 'dev',
    flags: (addresses, state) => `${wranglerFlags(addresses, state)} --var APP_URL:${addresses.url}`,
  }),
  // Another tab, opened by the first test that names it.
  other: [
    async ({ context, worker }, use) => {
      const tab = await context.newPage()
      await tab.goto(`${worker.url}/`)
      await use(tab)
    },
    { scope: 'file' },
  ],
})

describe.runIf(hasChromium())('the single-page app and its Worker', () => {
  const screenshots = process.env.SCREENSHOTS

  const shoot = async (page: Page, name: string) => {
    if (screenshots) await page.screenshot({ path: join(screenshots, `spa-${name}.png`), fullPage: true })
  }

  const heading = (tab: Page, name: string) => tab.getByRole('heading', { name, exact: true }).waitFor()
  const orgOf = (tab: Page) => tab.getByLabel('Organization').locator('option:checked').textContent()

  test('welcomes a visitor, on every page of the app', async ({ page, worker }) => {
    await page.goto(`${worker.url}/`)
    await heading(page, 'Know what you owe.')
    await shoot(page, 'visitor')
    await page.goto(`${worker.url}/billing`)
    await heading(page, 'Know what you owe.')
  })

  test('logs in on the hosted page and comes back to the page of the app', async ({ page, other, worker }) => {
    await heading(other, 'Know what you owe.')
    await page.locator('main').getByRole('button', { name: 'Log in' }).click()
    await page.waitForURL(`${worker.authUrl}/login**`)
    await page.getByLabel('Email').first().fill('multi-org@example.test')
    await page.getByLabel('Password').first().fill('emulator-password')
    await page.getByRole('button', { name: 'Log in', exact: true }).first().click()
    await page.waitForURL(`${worker.url}/billing`)
    await heading(page, 'Billing')
    await page.getByText('Your role in this organization does not include billing.').waitFor()
    expect(await orgOf(page)).toBe('Acme')
  })

  test('is logged in in the other tab as well', async ({ other }) => {
    await other.getByText('multi-org@example.test').first().waitFor()
  })

  test('changes the organization in both tabs', async ({ page, other }) => {
    await page.getByLabel('Organization').selectOption('Globex')
    await heading(page, 'Globex')
    await page.getByText('$ 240.00').waitFor()
    await shoot(page, 'billing')
    await other.getByText('You are Admin of Globex').waitFor()
    expect(await orgOf(other)).toBe('Globex')
  })

  test('goes from page to page without loading, and keeps the session over a reload', async ({ page }) => {
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
    await shoot(page, 'overview')
  })

  test('keeps what it shows while the Worker cannot be reached, and goes on afterwards', async ({ page, context }) => {
    await context.setOffline(true)
    await page.evaluate(() => void window.dispatchEvent(new Event('focus')))
    await page.getByText('The app cannot be reached.').waitFor()
    await page.getByText('multi-org@example.test').first().waitFor()
    await context.setOffline(false)
    await page.getByText('The app cannot be reached.').waitFor({ state: 'hidden' })
    await page.getByText('You are Admin of Globex').waitFor()
  })

  test('says so when PropelAuth is away, and changes nothing', async ({ page, worker }) => {
    const faults = `${worker.authUrl}/_emulator/faults`
    const rule = JSON.stringify({ group: 'server-session', fault: 'away' })
    expect((await fetch(faults, { method: 'POST', body: rule })).ok).toBe(true)
    onTestFinished(async () => void (await fetch(faults, { method: 'DELETE' })))
    await page.getByLabel('Organization').selectOption('Acme')
    await page.getByText('No answer. Please try again.').waitFor()
    expect(await orgOf(page)).toBe('Globex')
  })

  test.for(['light', 'dark'] as const)('fits on a phone with %s colours', async (colorScheme, { page }) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize(phone)
    for (const name of ['Billing', 'Overview']) {
      await page.getByRole('link', { name }).click()
      await page.getByText(name === 'Billing' ? '$ 240.00' : 'You are Admin of Globex').waitFor()
      await shoot(page, `${name.toLowerCase()}-phone-${colorScheme}`)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width)
    }
  })

  test('logs out in both tabs', async ({ page, other, context, worker }) => {
    await page.getByRole('button', { name: 'Log out' }).click()
    for (const tab of [page, other]) await heading(tab, 'Know what you owe.')
    await shoot(page, 'visitor-phone-dark')
    const names = (await context.cookies(worker.url)).map(({ name }) => name)
    expect(names.filter((name) => /^__pa_(at|rt)/.test(name))).toEqual([])
    await page.reload()
    await heading(page, 'Know what you owe.')
  })

  test('leaves no token where scripts can read it, and has no error', async ({ page, other, pageErrors }) => {
    for (const tab of [page, other])
      expect(await tab.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([
        0,
        0,
        '',
      ])
    expect(pageErrors).toEqual([])
  })
})

describe('the script of the example', () => describeScript(test))
