import type { Page } from 'playwright-core'
import { hasChromium } from 'test-kit/chromium'
import { describe, expect } from 'vitest'
import { createBrowserTest } from '../../../test/browser-test.js'
import { backend, rt } from '../../../test/fixture.js'
import type { Emulator, Seed } from '../../index.js'
import { derivedUuid } from '../../values/ids.js'

const seed: Seed = {
  settings: { social_logins: ['google'], sso_trust_level: 'AlwaysTrust' },
  users: [{ key: 'ada', email: 'ada@acme.test', first_name: 'Ada' }],
  orgs: [
    { key: 'saml', name: 'Saml Inc', sso: { type: 'fake_saml' } },
    { key: 'oidc', name: 'Oidc Inc', sso: { type: 'fake_oidc' } },
    { key: 'new', name: '<img src=x onerror=alert(1)>' },
  ],
}

const test = createBrowserTest({ seed }, { javaScriptEnabled: false })

const emailInApp = async (page: Page, { authUrl }: Emulator): Promise<string> => {
  const response = await page.request.get(`${authUrl}/api/v1/refresh_token`)
  return (await response.json()).user.email
}

// The content policy of the pages counts only in a browser: it applies to the redirects after a form, too.
describe.runIf(hasChromium())('logins at other providers in Chromium', { timeout: 120_000 }, () => {
  test.for([
    ['Single sign-on of Saml Inc', true],
    ['Single sign-on of Oidc Inc', false],
    ['Log in with Google', false],
  ] as const)('%s leads from the login page to the app', async ([link, hasAnswerPage], { emulator, open, app }) => {
    const page = await open(`/login?${rt(`${app.url}/welcome`)}`)
    await page.getByRole('link', { name: link }).click()
    await page.getByRole('button', { name: 'ada@acme.test' }).click()
    if (hasAnswerPage) await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL(`${app.url}/welcome`)
    expect(await emailInApp(page, emulator)).toBe('ada@acme.test')
  })

  test('a browser stays on the host name that it uses', async ({ emulator, open }) => {
    const host = emulator.authUrl.replace('localhost', '127.0.0.1')
    const page = await open(`${host}/login`)
    await page.getByRole('link', { name: 'Single sign-on of Saml Inc' }).click()
    await page.getByRole('button', { name: 'ada@acme.test' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL(`${host}/account`)
  })

  test('a set-up link connects the fake provider, tests it and goes live, with hostile text shown as text', async ({
    emulator,
    open,
  }) => {
    const { body } = await backend(emulator, 'POST', `org/${derivedUuid('org', 'new')}/create_saml_connection_link`, {})
    const page = await open(body.url)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('<img src=x onerror=alert(1)>')
    await page.getByRole('button', { name: 'Use it with SAML' }).click()
    await page.getByRole('link', { name: 'Test the connection' }).click()
    await page.getByLabel('Email').fill('new@acme.test')
    await page.getByLabel('First name').fill('<script>alert(1)</script>')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'The connection works' }).waitFor()
    expect(await page.getByRole('row', { name: 'First name' }).textContent()).toContain('<script>alert(1)</script>')
    await page.goto(body.url)
    await page.getByRole('button', { name: 'Go live' }).click()
    await page.getByText('and live').waitFor()
  })
})
