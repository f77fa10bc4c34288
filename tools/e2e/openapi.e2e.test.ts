import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { type BrowserFixtures, browserFixtures } from 'test-kit/browser-fixtures'
import { hasChromium } from 'test-kit/chromium'
import { test as base, describe, expect } from 'vitest'
import { mintToken } from '../tour.ts'
import { describeScript, exampleFixture, type RunningExample, wranglerFlags } from './example-script.ts'

/** Sends the request of an operation and returns the status and the body that the page shows. */
async function execute(page: Page, summary: string): Promise<{ status: number; body: string }> {
  const operation = page.locator('.opblock').filter({ hasText: summary })
  await operation.getByRole('button', { name: 'Execute' }).click()
  const answer = operation.locator('.live-responses-table > tbody > tr').first()
  const status = Number.parseInt((await answer.locator('.response-col_status').textContent()) ?? '', 10)
  const body = (await answer.locator('.response-col_description').textContent()) ?? ''
  await operation.getByRole('button', { name: 'Clear' }).click()
  return { status, body }
}

const test = base.extend<BrowserFixtures>(browserFixtures()).extend<{ worker: RunningExample }>({
  worker: exampleFixture({ folder: 'openapi', script: 'dev', flags: wranglerFlags }),
})

describe.runIf(hasChromium())('the docs page', () => {
  const requested: string[] = []
  const errors: string[] = []

  test.beforeAll(async ({ page, worker }) => {
    page.on('request', (request) => requested.push(new URL(request.url()).origin))
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await page.goto(worker.url)
    await page.getByText('Who am I?').waitFor()
  })

  test('has a lock on every operation behind a guard, and on no other', async ({ page }) => {
    const locked = async (summary: string) =>
      page.locator('.opblock').filter({ hasText: summary }).locator('.authorization__btn').count()
    expect([await locked('Who am I?'), await locked('An org of mine'), await locked('Is the server up?')]).toEqual([
      1, 1, 0,
    ])
  })

  test('says where a token and an org id come from', async ({ page, worker }) => {
    const dashboard = page.locator('.info').getByRole('link', { name: 'dashboard' })
    expect(await dashboard.getAttribute('href')).toBe(`${worker.authUrl}/_emulator`)
    expect(await page.locator('.info').textContent()).toContain('org_id_to_org_member_info')
  })

  test('shows a 403 only where a guard can answer one', async ({ page }) => {
    const statuses = (summary: string) =>
      page
        .locator('.opblock')
        .filter({ hasText: summary })
        .locator('.response > .response-col_status')
        .allTextContents()
    expect(await statuses('Who am I?')).toEqual(['200', '401'])
    expect(await statuses('An org of mine')).toEqual(['200', '401', '403'])
  })

  test('fits on a phone, and has no error in the console', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await page.setViewportSize({ width: 1280, height: 800 })
    expect(errors).toEqual([])
  })

  test('shows the refusal of a protected call without a token', async ({ page }) => {
    expect((await execute(page, 'Is the server up?')).status).toBe(200)
    const { status, body } = await execute(page, 'Who am I?')
    expect(status).toBe(401)
    expect(body).toContain('missing_token')
  })

  test('sends the token that was given to the button Authorize', async ({ page, worker }) => {
    await page.locator('.auth-wrapper .authorize').click()
    const dialog = page.locator('.dialog-ux')
    await dialog.locator('input').fill(await mintToken(worker, { user: 'owner' }))
    await dialog.locator('button.authorize').click()
    await dialog.locator('button.btn-done').click()
    if (process.env.SCREENSHOTS)
      await page.screenshot({ path: join(process.env.SCREENSHOTS, 'openapi.png'), fullPage: true })
    const { status, body } = await execute(page, 'Who am I?')
    expect(status).toBe(200)
    expect(body).toContain('owner@acme.test')
  })

  test('sends requests to the Worker only', ({ worker }) => {
    expect([...new Set(requested)]).toEqual([worker.url])
  })
})

describe('the script of the example', () => describeScript(test))
