import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { emulatorWithReceiver } from '../../../test/emulator-with-receiver.js'
import { browser } from '../../../test/fixture.js'
import { verifiedBy } from '../../../test/receiver.js'

const { emulator, receiver } = await emulatorWithReceiver()

const unescaped = (html: string): string =>
  html
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

async function commandOf(deliveryId = ''): Promise<string> {
  const headers = { Accept: 'text/html' }
  const { body } = await browser(emulator).get(`/_emulator/webhooks/deliveries/${deliveryId}`, headers)
  const [, command = ''] = /<pre class="copy">([\s\S]*?)<\/pre>/.exec(body) ?? []
  return unescaped(command)
}

test('the command of the page sends the message from a shell, with a new signature', async () => {
  const url = `${receiver.url}/a'b;$(exit 3)\`exit 3\`{1,2}[3]`
  const { id, secret } = emulator.webhooks.addEndpoint({ url })
  const name = `'; exit 3; $(exit 3) \`exit 3\` "\\' \n ! é`
  const [delivery] = emulator.webhooks.send({ type: 'org.created', endpoint: id, fields: { name } })
  await emulator.webhooks.deliverDue()
  await promisify(execFile)('sh', ['-ec', await commandOf(delivery?.id)])
  const [first, second] = receiver.received
  expect([second?.path, second?.body]).toEqual([first?.path, first?.body])
  expect(second?.headers['svix-id']).toBe(first?.headers['svix-id'])
  expect(second && verifiedBy(secret, second)).toMatchObject({ name })
})

test('its signature has the time of the system, as receivers have no advanced clock', async () => {
  const { id } = emulator.webhooks.addEndpoint({ url: receiver.url })
  const [delivery] = emulator.webhooks.send({ type: 'org.created', endpoint: id })
  emulator.advanceClock(86_400)
  const [, timestamp] = /svix-timestamp: (\d+)/.exec(await commandOf(delivery?.id)) ?? []
  expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(3600)
})
