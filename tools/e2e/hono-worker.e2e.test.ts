import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EmulatorService, findPort, startEmulator, startWorker, type WorkerService } from '../services.ts'
import { hasChromium, launchChromium } from './chromium.ts'

/** The table of the page: route and status of each line. */
async function answers(page: Page) {
  const rows = await page.locator('#answers tr').all()
  return Promise.all(rows.map(async (row) => (await row.locator('td').allTextContents()).slice(0, 2)))
}

async function statuses(page: Page) {
  await page.locator('#answers tr').nth(5).waitFor()
  return (await answers(page)).map(([, status]) => status)
}

describe.runIf(hasChromium())('the page of the Hono Worker', () => {
  let emulator: EmulatorService
  let worker: WorkerService
  let browser: Browser
  let page: Page
  const state = mkdtempSync(join(tmpdir(), 'propelauth-edge-e2e-'))
  const screenshots = process.env.SCREENSHOTS

  const shoot = async (name: string) => {
    if (screenshots) await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true })
  }

  beforeAll(async () => {
    emulator = await startEmulator(await findPort(4560))
    const vars = { PROPELAUTH_AUTH_URL: emulator.authUrl }
    worker = await startWorker({ folder: 'examples/hono-worker', port: await findPort(8887), persistTo: state, vars })
    browser = await launchChromium()
    page = await browser.newPage()
  })

  afterAll(async () => {
    await browser?.close()
    await worker?.stop()
    await emulator?.stop()
    rmSync(state, { recursive: true, force: true })
  })

  test('shows refusals to a visitor who is not signed in', async () => {
    await page.goto(worker.url)
    await page.getByText('Nobody is signed in').waitFor()
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

  test('logs out', async () => {
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByText('Nobody is signed in').waitFor()
    expect((await statuses(page))[0]).toBe('401')
    await page.reload()
    await page.getByText('Nobody is signed in').waitFor()
  })
})
