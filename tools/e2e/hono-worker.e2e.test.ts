import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { hasChromium, launchChromium } from 'test-kit/chromium'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EmulatorService, findPort, startEmulator, startWorker, type WorkerService } from '../services.ts'

/** The statuses that the page shows, from top to bottom. */
async function statuses(page: Page) {
  await page.locator('#answers tr').nth(5).waitFor()
  return page.locator('#answers td:nth-child(2)').allTextContents()
}

const phone = { width: 390, height: 844 }

describe.runIf(hasChromium())('the page of the Hono Worker', () => {
  let emulator: EmulatorService
  let worker: WorkerService
  let browser: Browser
  let page: Page
  const state = temporaryFolder()
  const screenshots = process.env.SCREENSHOTS
  const errors: string[] = []

  const shoot = async (name: string) => {
    if (screenshots) await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true })
  }

  beforeAll(async () => {
    emulator = await startEmulator(await findPort(4560))
    const vars = { PROPELAUTH_AUTH_URL: emulator.authUrl }
    worker = await startWorker({ folder: 'examples/hono-worker', port: await findPort(8887), persistTo: state, vars })
    browser = await launchChromium()
    page = await browser.newPage()
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    page.on('pageerror', (error) => errors.push(error.message))
  })

  afterAll(async () => {
    await browser?.close()
    await worker?.stop()
    await emulator?.stop()
  })

  test('shows refusals to a visitor who is not signed in', async () => {
    await page.goto(worker.url)
    await page.getByText('Not signed in').waitFor()
    const seen = await statuses(page)
    await shoot('signed-out')
    expect(seen).toEqual(['401', '200', '401', '401', '401', '401'])
  })

  test('logs in on the hosted page and comes back', async () => {
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.waitForURL(`${emulator.authUrl}/login**`)
    await shoot('login')
    await page.getByLabel('Email').first().fill('owner@acme.test')
    await page.getByLabel('Password').first().fill('emulator-password')
    await page.getByRole('button', { name: 'Log in', exact: true }).first().click()
    await page.waitForURL(`${worker.url}/`)
    await page.getByText('Signed in as owner@acme.test').waitFor()
  })

  test('shows what an owner may do', async () => {
    const seen = await statuses(page)
    await shoot('signed-in')
    expect(seen).toEqual(['200', '200', '200', '403', '200', '200'])
    expect(await page.locator('#answers').textContent()).toContain('You are in Acme')
  })

  test('stays signed in after a reload', async () => {
    await page.reload()
    await page.getByText('Signed in as owner@acme.test').waitFor()
  })

  test.each(['light', 'dark'] as const)('fits on a phone with %s colours', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize(phone)
    await page.getByText('The same with curl').click()
    await page.getByText('TOKEN=').waitFor()
    await shoot(`phone-${colorScheme}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width)
    await page.getByText('The same with curl').click()
  })

  test('logs out', async () => {
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByText('Not signed in').waitFor()
    expect((await statuses(page))[0]).toBe('401')
    await page.reload()
    await page.getByText('Not signed in').waitFor()
  })

  test('under 127.0.0.1, where the session cookie is not sent, links to localhost', async () => {
    await page.goto(worker.url.replace('localhost', '127.0.0.1'))
    expect(await statuses(page)).toEqual(['401', '200', '401', '401', '401', '401'])
    await shoot('other-host')
    expect(await page.getByRole('button').count()).toBe(0)
    await page.getByRole('link', { name: `${worker.url}/` }).click()
    await page.getByRole('button', { name: 'Log in' }).waitFor()
  })

  test('has no error in the console', () => {
    expect(errors).toEqual([])
  })
})
