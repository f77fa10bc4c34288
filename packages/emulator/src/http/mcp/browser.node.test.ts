import { hasChromium } from 'test-kit/chromium'
import { type HttpServer, startHttpServer } from 'test-kit/http-server'
import { describe, expect } from 'vitest'
import { createBrowserTest } from '../../../test/browser-test.js'
import { authorizePath, introspect, pkce, postToken, register } from '../../../test/mcp-client.js'
import { openScriptCounter } from '../../../test/script-counter.js'
import { oneOfEachShape, xssStrings } from '../../../test/xss-strings.js'
import { PERSONAS } from '../../index.js'

const { verifier, challenge } = pkce()

interface Fixtures {
  /** On another site than the emulator. */
  client: HttpServer
  redirectUri: string
  newClient: (metadata?: object) => Promise<string>
  /** The address of an authorization request. */
  addressOf: (clientId: string, parameters?: Record<string, string>) => string
}

const test = createBrowserTest().extend<Fixtures>({
  client: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the dependencies of a fixture from the pattern
    async ({}, use) => {
      await using client = await startHttpServer((_, response) =>
        response.setHeader('Content-Type', 'text/html').end('<p>Client</p>'),
      )
      await use(client)
    },
    { scope: 'file' },
  ],
  redirectUri: [async ({ client }, use) => use(`${client.url}/callback`), { scope: 'file' }],
  newClient: async ({ emulator, redirectUri }, use) =>
    use(
      async (metadata = {}) => (await register(emulator, { redirect_uris: [redirectUri], ...metadata })).body.client_id,
    ),
  addressOf: async ({ emulator, redirectUri }, use) =>
    use((clientId, parameters = {}) => {
      const own = { client_id: clientId, redirect_uri: redirectUri, code_challenge: challenge }
      return `${emulator.authUrl}${authorizePath({ ...own, ...parameters })}`
    }),
})

describe.runIf(hasChromium())('the consent page in Chromium', { timeout: 120_000 }, () => {
  test('login, consent for another organization, and the tokens of the code', async ({
    emulator,
    open,
    newClient,
    addressOf,
    redirectUri,
  }) => {
    const clientId = await newClient()
    const page = await open(addressOf(clientId), { javaScriptEnabled: false })
    await page.getByRole('button', { name: PERSONAS.multiOrg.email }).click()
    await page.getByRole('heading', { name: 'Allow access?' }).waitFor()
    const isVisible = async () => Promise.all((await page.getByLabel('plans:read').all()).map((box) => box.isVisible()))
    expect(await isVisible()).toEqual([true, false])
    await page.getByLabel('Globex').check()
    expect(await isVisible()).toEqual([false, true])
    await page.getByLabel('read:user_data').uncheck()
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL(`${redirectUri}?*`)
    const code = new URL(page.url()).searchParams.get('code') ?? ''
    const form = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirectUri }
    const { body } = await postToken(emulator, { ...form, code, code_verifier: verifier })
    expect((await introspect(emulator, body.access_token)).scope).toBe('plans:read plans:write')
  })

  test('Deny tells the client', async ({ open, newClient, addressOf, redirectUri }) => {
    const page = await open(addressOf(await newClient()), { persona: 'multiOrg' })
    await page.getByRole('button', { name: 'Deny' }).click()
    await page.waitForURL(`${redirectUri}?*`)
    expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied')
  })

  test('a page of another origin cannot submit the form, nor show it in a frame', async ({
    emulator,
    client,
    open,
    newClient,
    addressOf,
  }) => {
    const page = await open(addressOf(await newClient()), { persona: 'multiOrg' })
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
      [`${emulator.authUrl}/oauth/2.1/authorize`, ...fields],
    )
    expect((await answered).status()).toBe(403)
    const outer = await page.context().newPage()
    await outer.goto(client.url)
    await outer.setContent(`<iframe src="${address}"></iframe>`)
    await expect.poll(() => outer.frames()[1]?.url()).toMatch(/^chrome-error:/)
  })

  test('the list of clients shows a new one without a click', async ({ open, newClient }) => {
    const page = await open('/_emulator/mcp', { javaScriptEnabled: false })
    await page.getByRole('link', { name: 'Show clients as they register' }).click()
    await newClient({ client_name: 'Just registered' })
    await page.getByRole('rowheader', { name: 'Just registered' }).waitFor()
  })

  test('no script of a name, an address, a scope or a parameter runs with the content policy switched off', async ({
    emulator,
    browser,
    signIn,
    newClient,
    addressOf,
  }) => {
    const { page, show, executed } = await openScriptCounter(browser, emulator.authUrl)

    const texts = xssStrings()
    const clients = await Promise.all(
      texts.map((text) => newClient({ client_name: text, client_uri: `https://client.test/${text}` })),
    )
    emulator.changeSettings({
      mcp_scopes: oneOfEachShape().map((description, index) => ({
        name: `s${index}`,
        description,
        org: index % 2 === 0,
      })),
    })
    await signIn(page.context(), 'owner')
    const consents = oneOfEachShape().map((text, index) =>
      addressOf(clients[index] ?? '', { state: text, scope: text }),
    )
    expect(await show(consents)).toEqual(consents.map(() => ['Allow access?']))
    const [clientId = ''] = clients
    const parameters = oneOfEachShape().flatMap((text) => [
      { resource: `https://mcp.test/?${encodeURIComponent(text)}` },
      ...[{ client_id: text }, { redirect_uri: text }],
    ])
    await show(parameters.map((wrong) => addressOf(clientId, wrong)))
    // This goes to the client.
    for (const text of oneOfEachShape()) await page.goto(addressOf(clientId, { resource: text }))
    await show(['/_emulator/mcp', '/_emulator'].map((path) => `${emulator.authUrl}${path}`))
    expect(executed()).toBe(0)
  })
})
