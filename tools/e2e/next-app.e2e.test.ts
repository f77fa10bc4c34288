import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { hasChromium, launchChromium } from 'test-kit/chromium'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EmulatorService, findPort, root, startEmulator } from '../services.ts'
import { acme, globex, stops, visit } from '../tour.ts'
import { type AppService, buildApp, startApp } from './next.ts'

const folder = join(root, 'examples/next-app')
const browses = hasChromium()

describe('the Next.js app', () => {
  let emulator: EmulatorService
  let app: AppService
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    await buildApp(folder)
    emulator = await startEmulator(await findPort(4580))
    const port = await findPort(3080)
    const environment = {
      PROPELAUTH_AUTH_URL: emulator.authUrl,
      PROPELAUTH_API_KEY: emulator.apiKey,
      PROPELAUTH_APP_URL: `http://localhost:${port}`,
      PROPELAUTH_ALLOW_EMULATOR: 'true',
    }
    app = await startApp(folder, environment, port)
    if (!browses) return
    browser = await launchChromium()
    page = await browser.newPage()
  })

  afterAll(async () => {
    await browser?.close()
    await app?.stop()
    await emulator?.stop()
  })

  test.each(stops)('answers $title', async (stop) => {
    expect(await visit(stop, app.url, emulator)).toBe(true)
  })

  describe.runIf(browses)('in a browser', () => {
    /** Fetches a route from the page. */
    const open = (path: string) =>
      page.evaluate(async (url) => {
        const response = await fetch(url)
        return [response.status, await response.text()] as const
      }, path)

    test('shows no user to a visitor', async () => {
      await page.goto(app.url)
      await page.getByText('Not signed in').waitFor()
      expect((await open('/api/whoami'))[0]).toBe(401)
    })

    test('shows the user after the login on the hosted page', async () => {
      await page.getByRole('button', { name: 'Log in' }).click()
      await page.waitForURL(`${emulator.authUrl}/login**`)
      await page.getByLabel('Email').first().fill('member@acme.test')
      await page.getByLabel('Password').first().fill('emulator-password')
      await page.getByRole('button', { name: 'Log in', exact: true }).first().click()
      await page.getByText('Signed in as member@acme.test').waitFor()
      await page.getByText('Member of Acme').waitFor()
    })

    test('renders the user on the server, by an HttpOnly cookie', async () => {
      const response = await page.reload()
      expect(await response?.text()).toContain('member@acme.test')
      const [kept] = (await page.context().cookies()).filter(({ name }) => name === '__pa_at')
      expect(kept).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    })

    test('answers requests of its page by the cookie', async () => {
      expect(await open('/api/whoami')).toEqual([200, expect.stringContaining('member@acme.test')])
      expect(await open(`/api/org/${acme}`)).toEqual([200, expect.stringContaining('Acme')])
      expect((await open(`/api/org/${acme}/billing`))[0]).toBe(403)
      expect((await open(`/api/org/${globex}`))[0]).toBe(403)
    })

    test('shows no user after the logout', async () => {
      await page.getByRole('button', { name: 'Log out' }).click()
      await page.getByText('Not signed in').waitFor()
      await page.reload()
      await page.getByText('Not signed in').waitFor()
      expect((await open('/api/whoami'))[0]).toBe(401)
    })
  })
})
