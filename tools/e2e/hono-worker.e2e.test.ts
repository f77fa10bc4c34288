import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { type BrowserFixtures, browserFixtures } from 'test-kit/browser-fixtures'
import { hasChromium } from 'test-kit/chromium'
import { test as base, describe, expect } from 'vitest'
import { describeScript, exampleFixture, type RunningExample, wranglerFlags } from './example-script.ts'

/** The statuses that the page shows, from top to bottom. */
async function statuses(page: Page) {
  await page.locator('#answers tr').nth(5).waitFor()
  return page.locator('#answers td:nth-child(2)').allTextContents()
}

const phone = { width: 390, height: 844 }

const test = base
  .extend<BrowserFixtures>(browserFixtures())
  .extend<{ worker: RunningExample; consoleErrors: string[] }>({
    worker: exampleFixture({ folder: 'hono-worker', script: 'dev', flags: wranglerFlags }),
    consoleErrors: [
      async ({ context }, use) => {
        const errors: string[] = []
        context.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
        await use(errors)
      },
      { scope: 'file' },
    ],
  })

describe.runIf(hasChromium())('the page of the Hono Worker', () => {
  const screenshots = process.env.SCREENSHOTS

  const shoot = async (page: Page, name: string) => {
    if (screenshots) await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true })
  }

  test('shows refusals to a visitor who is not signed in', async ({ page, worker, consoleErrors: _ }) => {
    await page.goto(worker.url)
    await page.getByText('Not signed in').waitFor()
    const seen = await statuses(page)
    await shoot(page, 'signed-out')
    expect(seen).toEqual(['401', '200', '401', '401', '401', '401'])
  })

  test('logs in on the hosted page and comes back', async ({ page, worker }) => {
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.waitForURL(`${worker.authUrl}/login**`)
    await shoot(page, 'login')
    await page.getByLabel('Email').first().fill('owner@acme.test')
    await page.getByLabel('Password').first().fill('emulator-password')
    await page.getByRole('button', { name: 'Log in', exact: true }).first().click()
    await page.waitForURL(`${worker.url}/`)
    await page.getByText('Signed in as owner@acme.test').waitFor()
  })

  test('shows what an owner may do', async ({ page }) => {
    const seen = await statuses(page)
    await shoot(page, 'signed-in')
    expect(seen).toEqual(['200', '200', '200', '403', '200', '200'])
    expect(await page.locator('#answers').textContent()).toContain('You are in Acme')
  })

  test('stays signed in after a reload', async ({ page }) => {
    await page.reload()
    await page.getByText('Signed in as owner@acme.test').waitFor()
  })

  test.for(['light', 'dark'] as const)('fits on a phone with %s colours', async (colorScheme, { page }) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize(phone)
    await page.getByText('The same with curl').click()
    await page.getByText('TOKEN=').waitFor()
    await shoot(page, `phone-${colorScheme}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width)
    await page.getByText('The same with curl').click()
  })

  test('logs out', async ({ page }) => {
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByText('Not signed in').waitFor()
    expect((await statuses(page))[0]).toBe('401')
    await page.reload()
    await page.getByText('Not signed in').waitFor()
  })

  test('under 127.0.0.1, where the session cookie is not sent, links to localhost', async ({ page, worker }) => {
    await page.goto(worker.url.replace('localhost', '127.0.0.1'))
    expect(await statuses(page)).toEqual(['401', '200', '401', '401', '401', '401'])
    await shoot(page, 'other-host')
    expect(await page.getByRole('button').count()).toBe(0)
    await page.getByRole('link', { name: `${worker.url}/` }).click()
    await page.getByRole('button', { name: 'Log in' }).waitFor()
  })

  test('has no error in the console', ({ consoleErrors, pageErrors }) => {
    expect([consoleErrors, pageErrors]).toEqual([[], []])
  })
})

describe('the script of the example', () => describeScript(test))
