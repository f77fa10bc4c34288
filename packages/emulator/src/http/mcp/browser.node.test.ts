import type { Browser, Page } from 'playwright-core'
import { hasChromium, launchChromium } from 'test-kit/chromium'
import { type HttpServer, startHttpServer } from 'test-kit/http-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { authorizePath, introspect, pkce, postToken, register } from '../../../test/mcp-client.js'
import { openScriptCounter } from '../../../test/script-counter.js'
import { oneOfEachShape, xssStrings } from '../../../test/xss-strings.js'
import { type EmulatorServer, PERSONAS, startServer } from '../../index.js'

describe.runIf(hasChromium())('the consent page in Chromium', { timeout: 120_000 }, () => {
  let chrome: Browser
  let server: EmulatorServer
  let client: HttpServer
  let redirectUri = ''
  const { verifier, challenge } = pkce()

  beforeAll(async () => {
    chrome = await launchChromium()
    server = await startServer({ port: 0 })
    client = await startHttpServer((_, response) =>
      response.setHeader('Content-Type', 'text/html').end('<p>Client</p>'),
    )
    redirectUri = `${client.url}/callback`
  })
  afterAll(async () => {
    await chrome.close()
    await server.close()
    await client.close()
  })

  const newClient = async (metadata: object = {}): Promise<string> =>
    (await register(server.emulator, { redirect_uris: [redirectUri], ...metadata })).body.client_id

  const addressOf = (clientId: string, parameters: Record<string, string> = {}): string => {
    const own = { client_id: clientId, redirect_uri: redirectUri, code_challenge: challenge }
    return `${server.emulator.authUrl}${authorizePath({ ...own, ...parameters })}`
  }

  /** Opens a request in a new browser and logs in. */
  async function open(clientId: string, user = PERSONAS.multiOrg.email, options = {}): Promise<Page> {
    const page = await (await chrome.newContext(options)).newPage()
    await page.goto(addressOf(clientId))
    await page.getByRole('button', { name: user }).click()
    await page.getByRole('heading', { name: 'Allow access?' }).waitFor()
    return page
  }

  test('login, consent for another organization, and the tokens of the code', async () => {
    const clientId = await newClient()
    const page = await open(clientId, PERSONAS.multiOrg.email, { javaScriptEnabled: false })
    const isVisible = async () => Promise.all((await page.getByLabel('plans:read').all()).map((box) => box.isVisible()))
    expect(await isVisible()).toEqual([true, false])
    await page.getByLabel('Globex').check()
    expect(await isVisible()).toEqual([false, true])
    await page.getByLabel('read:user_data').uncheck()
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL(`${redirectUri}?*`)
    const code = new URL(page.url()).searchParams.get('code') ?? ''
    const form = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirectUri }
    const { body } = await postToken(server.emulator, { ...form, code, code_verifier: verifier })
    expect((await introspect(server.emulator, body.access_token)).scope).toBe('plans:read plans:write')
    await page.context().close()
  })

  test('Deny tells the client', async () => {
    const page = await open(await newClient())
    await page.getByRole('button', { name: 'Deny' }).click()
    await page.waitForURL(`${redirectUri}?*`)
    expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied')
    await page.context().close()
  })

  test('a page of another origin cannot submit the form, nor show it in a frame', async () => {
    const page = await open(await newClient())
    const fields = await page.locator('form').evaluate((form) => [...new FormData(form as HTMLFormElement)].map(String))
    const address = page.url()
    await page.goto(client.url)
    const answered = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.evaluate(
      ([action = '', ...pairs]) => {
        const form = Object.assign(document.createElement('form'), { method: 'post', action })
        for (const pair of [...pairs, 'decision,allow']) {
          const [name = '', value = ''] = pair.split(',')
          form.append(Object.assign(document.createElement('input'), { name, value }))
        }
        document.body.append(form)
        form.submit()
      },
      [`${server.emulator.authUrl}/oauth/2.1/authorize`, ...fields],
    )
    expect((await answered).status()).toBe(403)
    const outer = await page.context().newPage()
    await outer.goto(client.url)
    await outer.setContent(`<iframe src="${address}"></iframe>`)
    await expect.poll(() => outer.frames()[1]?.url()).toMatch(/^chrome-error:/)
    await page.context().close()
  })

  test('the list of clients shows a new one without a click', async () => {
    const page = await (await chrome.newContext({ javaScriptEnabled: false })).newPage()
    await page.goto(`${server.emulator.authUrl}/_emulator/mcp`)
    await page.getByRole('link', { name: 'Show clients as they register' }).click()
    await newClient({ client_name: 'Just registered' })
    await page.getByRole('rowheader', { name: 'Just registered' }).waitFor()
    await page.context().close()
  })

  test('no script of a name, an address, a scope or a parameter runs with the content policy switched off', async () => {
    const { page, executed } = await openScriptCounter(chrome)

    const texts = xssStrings()
    const clients = await Promise.all(
      texts.map((text) => newClient({ client_name: text, client_uri: `https://client.test/${text}` })),
    )
    server.emulator.changeSettings({
      mcp_scopes: oneOfEachShape().map((description, index) => ({
        name: `s${index}`,
        description,
        org: index % 2 === 0,
      })),
    })
    await page.goto(`${server.emulator.authUrl}/login`)
    await page.getByRole('button', { name: PERSONAS.owner.email }).click()
    await page.waitForURL('**/account')
    for (const [index, clientId] of clients.slice(0, oneOfEachShape().length).entries()) {
      await page.goto(addressOf(clientId, { state: texts[index] ?? '', scope: texts[index] ?? '' }))
      expect(await page.getByRole('heading').textContent()).toBe('Allow access?')
    }
    for (const text of oneOfEachShape()) {
      const [clientId = ''] = clients
      await page.goto(addressOf(clientId, { resource: `https://mcp.test/?${encodeURIComponent(text)}` }))
      for (const wrong of [{ client_id: text }, { redirect_uri: text }, { resource: text }])
        await page.goto(addressOf(clientId, wrong))
    }
    for (const path of ['/_emulator/mcp', '/_emulator']) await page.goto(`${server.emulator.authUrl}${path}`)
    expect(executed()).toBe(0)
    await page.context().close()
  })
})
