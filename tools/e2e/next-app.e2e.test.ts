import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { hasChromium } from 'test-kit/chromium'
import { describe, expect } from 'vitest'
import { root } from '../services.ts'
import { acme, globex, stops, visit } from '../tour.ts'
import { createBrowserTest } from './browser-test.ts'
import { type AppService, buildApp, startApp } from './next.ts'

const folder = join(root, 'examples/next-app')

const test = createBrowserTest().extend<{ app: AppService }>({
  app: [
    async ({ emulatorEnv }, use) => {
      await buildApp(folder)
      const environment = (url: string) => ({
        ...emulatorEnv,
        PROPELAUTH_APP_URL: url,
        PROPELAUTH_ALLOW_EMULATOR: 'true',
      })
      const app = await startApp(folder, environment, 3080)
      await use(app)
      await app.stop()
    },
    { scope: 'file' },
  ],
})

/** Fetches a route from the page. */
const open = (page: Page, path: string) =>
  page.evaluate(async (url) => {
    const response = await fetch(url)
    return [response.status, await response.text()] as const
  }, path)

describe('the Next.js app', () => {
  test.for(stops)('answers $title', async (stop, { app, emulator }) => {
    expect(await visit(stop, app.url, emulator)).toBe(true)
  })

  describe.runIf(hasChromium())('in a browser', () => {
    test('shows no user to a visitor', async ({ page, app }) => {
      await page.goto(app.url)
      await page.getByText('Not signed in').waitFor()
      expect((await open(page, '/api/whoami'))[0]).toBe(401)
    })

    test('shows the user after the login on the hosted page', async ({ page, emulator }) => {
      await page.getByRole('button', { name: 'Log in' }).click()
      await page.waitForURL(`${emulator.authUrl}/login**`)
      await page.getByLabel('Email').first().fill('member@acme.test')
      await page.getByLabel('Password').first().fill('emulator-password')
      await page.getByRole('button', { name: 'Log in', exact: true }).first().click()
      await page.getByText('Signed in as member@acme.test').waitFor()
      await page.getByText('Member of Acme').waitFor()
    })

    test('renders the user on the server, by an HttpOnly cookie', async ({ page }) => {
      const response = await page.reload()
      expect(await response?.text()).toContain('member@acme.test')
      const [kept] = (await page.context().cookies()).filter(({ name }) => name === '__pa_at')
      expect(kept).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    })

    test('answers requests of its page by the cookie', async ({ page }) => {
      expect(await open(page, '/api/whoami')).toEqual([200, expect.stringContaining('member@acme.test')])
      expect(await open(page, `/api/org/${acme}`)).toEqual([200, expect.stringContaining('Acme')])
      expect((await open(page, `/api/org/${acme}/billing`))[0]).toBe(403)
      expect((await open(page, `/api/org/${globex}`))[0]).toBe(403)
    })

    test('shows no user after the logout', async ({ page }) => {
      await page.getByRole('button', { name: 'Log out' }).click()
      await page.getByText('Not signed in').waitFor()
      await page.reload()
      await page.getByText('Not signed in').waitFor()
      expect((await open(page, '/api/whoami'))[0]).toBe(401)
    })
  })
})
