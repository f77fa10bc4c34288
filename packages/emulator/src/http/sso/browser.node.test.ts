import type { RequestListener } from 'node:http'
import type { Browser, Page } from 'playwright-core'
import { hasChromium, launchChromium } from 'test-kit/chromium'
import { type HttpServer, startHttpServer } from 'test-kit/http-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backend, rt } from '../../../test/fixture.js'
import { type EmulatorServer, type Seed, startServer } from '../../index.js'
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

// The content policy of the pages counts only in a browser: it applies to the redirects after a form, too.
describe.runIf(hasChromium())('logins at other providers in Chromium', { timeout: 120_000 }, () => {
  let chrome: Browser
  let server: EmulatorServer
  let app: HttpServer

  beforeAll(async () => {
    chrome = await launchChromium()
    server = await startServer({ port: 0, seed })
    const listener: RequestListener = (_, response) => response.setHeader('Content-Type', 'text/html').end('The app')
    app = await startHttpServer(listener, { host: 'localhost' })
  })
  afterAll(async () => {
    await chrome.close()
    await server.close()
    await app.close()
  })

  const open = async (path: string, host = server.emulator.authUrl): Promise<Page> => {
    const page = await (await chrome.newContext({ javaScriptEnabled: false })).newPage()
    await page.goto(`${host}${path}`)
    return page
  }

  const emailInApp = async (page: Page): Promise<string> => {
    const response = await page.request.get(`${server.emulator.authUrl}/api/v1/refresh_token`)
    return (await response.json()).user.email
  }

  test.each([
    ['Single sign-on of Saml Inc', true],
    ['Single sign-on of Oidc Inc', false],
    ['Log in with Google', false],
  ])('%s leads from the login page to the app', async (link, hasAnswerPage) => {
    const page = await open(`/login?${rt(`${app.url}/welcome`)}`)
    await page.getByRole('link', { name: link }).click()
    await page.getByRole('button', { name: 'ada@acme.test' }).click()
    if (hasAnswerPage) await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL(`${app.url}/welcome`)
    expect(await emailInApp(page)).toBe('ada@acme.test')
    await page.context().close()
  })

  test('a browser stays on the host name that it uses', async () => {
    const host = server.emulator.authUrl.replace('localhost', '127.0.0.1')
    const page = await open('/login', host)
    await page.getByRole('link', { name: 'Single sign-on of Saml Inc' }).click()
    await page.getByRole('button', { name: 'ada@acme.test' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL(`${host}/account`)
    await page.context().close()
  })

  test('a set-up link connects the fake provider, tests it and goes live, with hostile text shown as text', async () => {
    const { body } = await backend(
      server.emulator,
      'POST',
      `org/${derivedUuid('org', 'new')}/create_saml_connection_link`,
      {},
    )
    const page = await open(new URL(body.url).pathname + new URL(body.url).search)
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
    await page.context().close()
  })
})
