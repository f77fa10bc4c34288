import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EmulatorService, findPort, startEmulator, startWorker, type WorkerService } from '../services.ts'
import { mintToken } from '../tour.ts'
import { hasChromium, launchChromium } from './chromium.ts'

/** Sends the request of an operation and gives the status and the body that the page shows. */
async function execute(page: Page, summary: string): Promise<{ status: number; body: string }> {
  const operation = page.locator('.opblock').filter({ hasText: summary })
  await operation.getByRole('button', { name: 'Execute' }).click()
  const answer = operation.locator('.live-responses-table > tbody > tr').first()
  const status = Number.parseInt((await answer.locator('.response-col_status').textContent()) ?? '', 10)
  const body = (await answer.locator('.response-col_description').textContent()) ?? ''
  await operation.getByRole('button', { name: 'Clear' }).click()
  return { status, body }
}

describe.runIf(hasChromium())('the docs page', () => {
  let emulator: EmulatorService
  let worker: WorkerService
  let browser: Browser
  let page: Page
  const asked: string[] = []
  const state = mkdtempSync(join(tmpdir(), 'propelauth-edge-e2e-'))

  beforeAll(async () => {
    emulator = await startEmulator(await findPort(4580))
    const vars = { PROPELAUTH_AUTH_URL: emulator.authUrl }
    worker = await startWorker({ folder: 'examples/openapi', port: await findPort(8907), persistTo: state, vars })
    browser = await launchChromium()
    page = await browser.newPage()
    page.on('request', (request) => asked.push(new URL(request.url()).origin))
    await page.goto(worker.url)
    await page.getByText('Who am I?').waitFor()
  })

  afterAll(async () => {
    await browser?.close()
    await worker?.stop()
    await emulator?.stop()
    rmSync(state, { recursive: true, force: true })
  })

  test('has a lock on every operation behind the guard, and on no other', async () => {
    const locked = async (summary: string) =>
      page.locator('.opblock').filter({ hasText: summary }).locator('.authorization__btn').count()
    expect([await locked('Who am I?'), await locked('An org of mine'), await locked('Anybody may ask')]).toEqual([
      1, 1, 0,
    ])
  })

  test('shows the refusal of a protected call before anybody has authorized', async () => {
    expect((await execute(page, 'Anybody may ask')).status).toBe(200)
    const { status, body } = await execute(page, 'Who am I?')
    expect(status).toBe(401)
    expect(body).toContain('missing_token')
  })

  test('takes a token by its button Authorize, and the protected call succeeds', async () => {
    await page.locator('.auth-wrapper .authorize').click()
    const dialog = page.locator('.dialog-ux')
    await dialog.locator('input').fill(await mintToken(emulator, { user: 'owner' }))
    await dialog.locator('button.authorize').click()
    await dialog.locator('button.btn-done').click()
    if (process.env.SCREENSHOTS)
      await page.screenshot({ path: join(process.env.SCREENSHOTS, 'openapi.png'), fullPage: true })
    const { status, body } = await execute(page, 'Who am I?')
    expect(status).toBe(200)
    expect(body).toContain('owner@acme.test')
  })

  test('asks nobody but the Worker', () => {
    expect([...new Set(asked)]).toEqual([worker.url])
  })
})
