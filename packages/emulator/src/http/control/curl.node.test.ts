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

test('the command of the page sends the message from a shell, with a new signature', async () => {
  const url = `${receiver.url}/a'b;$(exit 3)\`exit 3\`{1,2}[3]`
  const { id, secret } = emulator.webhooks.addEndpoint({ url })
  const name = `'; exit 3; $(exit 3) \`exit 3\` "\\' \n ! é`
  const [delivery] = emulator.webhooks.send({ type: 'org.created', endpoint: id, fields: { name } })
  await emulator.webhooks.deliverDue()
  const headers = { Accept: 'text/html' }
  const { body } = await browser(emulator).get(`/_emulator/webhooks/deliveries/${delivery?.id}`, headers)
  const [, command = ''] = /<pre class="copy">([\s\S]*?)<\/pre>/.exec(body) ?? []
  await promisify(execFile)('sh', ['-ec', unescaped(command)])
  const [first, second] = receiver.received
  expect([second?.path, second?.body]).toEqual([first?.path, first?.body])
  expect(second?.headers['svix-id']).toBe(first?.headers['svix-id'])
  expect(second && verifiedBy(secret, second)).toMatchObject({ name })
})
