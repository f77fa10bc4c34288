import type { Page } from '@playwright/test'
import { PERSONAS } from '@propelauth-edge/emulator'
import { expect, test } from './notes-app.ts'

const user = (page: Page) => page.getByTestId('user')

test.beforeEach(({ emulator }, testInfo) => {
  testInfo.annotations.push({ type: 'emulator', description: emulator.authUrl })
})

test('without a persona, the app leads to the login page', async ({ page, emulator }) => {
  await page.goto('/account')
  await page.waitForURL(`${emulator.authUrl}/login**`)
})

for (const persona of ['multiOrg', PERSONAS.multiOrg.userId, 'Multi-Org@example.test'])
  test.describe(`the persona ${persona}`, () => {
    test.use({ persona })

    test('passes the login of the app without a form', async ({ page, appUrl }) => {
      await page.goto('/')
      await expect(user(page)).toHaveText('visitor')
      await page.getByRole('link', { name: 'Account' }).click()
      await page.waitForURL(`${appUrl}/account`)
      await expect(user(page)).toHaveText(PERSONAS.multiOrg.email)
    })
  })

test.describe('with the login route of the app', () => {
  test.use({ persona: 'admin', appLogin: '/api/auth/login' })

  test('the first page is that of the user', async ({ page, appUrl }) => {
    const response = await page.goto('/account')
    expect([response?.status(), page.url()]).toEqual([200, `${appUrl}/account`])
    await expect(user(page)).toHaveText(PERSONAS.admin.email)
  })

  test('requests of the page have the session, too', async ({ page, appUrl }) => {
    const response = await page.request.post('/api/note', { headers: { origin: appUrl } })
    expect([response.status(), await response.json()]).toEqual([200, { by: PERSONAS.admin.email }])
  })

  test('a further context is a visitor, and can be another user', async ({ page, browser, signIn }) => {
    const context = await browser.newContext()
    const other = await context.newPage()
    await other.goto('/')
    await expect(user(other)).toHaveText('visitor')
    await signIn(context, 'member')
    await other.goto('/account')
    await expect(user(other)).toHaveText(PERSONAS.member.email)
    await page.goto('/account')
    await expect(user(page)).toHaveText(PERSONAS.admin.email)
    await context.close()
  })

  test.describe('and null as the persona', () => {
    test.use({ persona: null })

    test('the browser is a visitor', async ({ page }) => {
      await page.goto('/')
      await expect(user(page)).toHaveText('visitor')
    })
  })

  test('the app says that the service is away', async ({ page, faults, signIn, browser }) => {
    faults.add({ group: 'server-session', fault: 'away' })
    const context = await browser.newContext()
    await expect(signIn(context, 'admin')).rejects.toMatchObject({
      code: 'app_login_failed',
      message: expect.stringMatching(/ended at .+\/api\/auth\/callback with status 503/),
    })
    faults.clear()
    await page.goto('/account')
    await expect(user(page)).toHaveText(PERSONAS.admin.email)
    await context.close()
  })
})
