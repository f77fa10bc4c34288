import { hasChromium } from 'test-kit/chromium'
import { describe, expect } from 'vitest'
import { createBrowserTest } from '../../../test/browser-test.js'
import { type Receiver, startReceiver } from '../../../test/receiver.js'
import { openScriptCounter } from '../../../test/script-counter.js'
import { xssStrings } from '../../../test/xss-strings.js'

const test = createBrowserTest().extend<{ receiver: Receiver }>({
  receiver: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the dependencies of a fixture from the pattern
    async ({}, use) => {
      const receiver = await startReceiver()
      await use(receiver)
      await receiver.close()
    },
    { scope: 'file' },
  ],
})

const PATH = '/_emulator/webhooks'

describe.runIf(hasChromium())('the pages about webhooks in Chromium', { timeout: 120_000 }, () => {
  test.beforeEach(({ emulator }) => emulator.reset())

  test('without scripts: add an endpoint, see a delivery as it happens, replay it', async ({
    emulator,
    open,
    receiver,
  }) => {
    const page = await open(PATH, { javaScriptEnabled: false })
    await page.getByLabel('URL').fill(receiver.url)
    await page.getByRole('button', { name: 'Add' }).click()
    await page.getByRole('rowheader', { name: receiver.url }).waitFor()
    await page.getByRole('link', { name: 'Show deliveries as they happen' }).click()
    await page.getByRole('heading', { name: 'Deliveries' }).waitFor()
    emulator.webhooks.send({ type: 'org.deleted' })
    const row = page.getByRole('row', { name: /org\.deleted.*succeeded: 204/ })
    await row.waitFor()
    await page.getByRole('link', { name: 'Stop' }).click()
    await row.getByRole('button', { name: `Replay: org.deleted to ${receiver.url}` }).click()
    await page.waitForLoadState()
    await expect.poll(() => receiver.received.length).toBe(2)
    await page.getByRole('link', { name: 'org.deleted' }).click()
    await page.getByRole('heading', { name: 'Attempts (2)' }).waitFor()
  })

  test('a test event from the form', async ({ emulator, open, receiver }) => {
    emulator.webhooks.addEndpoint({ url: receiver.url })
    const page = await open(PATH)
    await page.getByRole('region', { name: 'Send a test event' }).getByLabel('Event').selectOption('org.saml_setup')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('row', { name: /org\.saml_setup/ }).waitFor()
  })

  test('one click selects the whole command', async ({ emulator, open, receiver }) => {
    const { id } = emulator.webhooks.addEndpoint({ url: receiver.url })
    const [delivery] = emulator.webhooks.send({ type: 'org.deleted', endpoint: id })
    const page = await open(`${PATH}/deliveries/${delivery?.id}`)
    await page.locator('.copy').click()
    const selection = await page.evaluate(() => String(window.getSelection()))
    expect(selection).toMatch(/^curl -g '[\s\S]*--data-raw '\{.*\}'$/)
  })

  test('no script of a payload, an answer or a header runs with the content policy switched off', async ({
    emulator,
    browser,
    receiver,
  }) => {
    const { show, executed } = await openScriptCounter(browser, emulator.authUrl)
    const address = (path: string) => `${emulator.authUrl}${PATH}${path}`

    const { webhooks } = emulator
    const texts = xssStrings()
    const { id } = webhooks.addEndpoint({ url: `${receiver.url}/?q="><script>alert(2)</script>` })
    const paths = []
    for (const [index, text] of texts.entries()) {
      receiver.answer((_, response) => response.writeHead(500, { 'x-own': text.replaceAll('\n', '') }).end(text))
      const fields = { name: text, [text]: text, index }
      const [delivery] = webhooks.send({ type: 'org.created', endpoint: id, fields })
      await webhooks.deliverDue()
      if (index < 12) paths.push(address(`/deliveries/${delivery?.id}`))
    }
    const queries = texts
      .slice(0, 12)
      .map((text) => `?type=${encodeURIComponent(text)}&endpoint=${encodeURIComponent(text)}`)
    const pages = [...paths, address('?limit=1000'), ...queries.map(address), `${emulator.authUrl}/_emulator`]
    expect(await show(pages)).toEqual(pages.map(() => [expect.any(String)]))
    expect(executed()).toBe(0)
  })
})
