import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { emulatorWithReceiver } from '../../../test/emulator-with-receiver.js'
import { browser } from '../../../test/fixture.js'
import { verifiedBy } from '../../../test/receiver.js'
import { PERSONA_ORGS, PERSONAS, startServer } from '../../index.js'

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

test('a command of the dashboard does the same as its form', async () => {
  await using server = await startServer({ port: 0 })
  const { authUrl, apiKey } = server.emulator
  const run = async (page: string, pattern: RegExp): Promise<void> => {
    const body = await (await fetch(`${authUrl}/_emulator/${page}`, { headers: { Accept: 'text/html' } })).text()
    const commands = Array.from(body.matchAll(/<pre class="copy">([\s\S]*?)<\/pre>/g), ([, text = '']) =>
      unescaped(text),
    )
    const command = commands.flatMap((text) => text.split(/\n(?=curl |npx )/)).find((text) => pattern.test(text))
    await promisify(execFile)('sh', ['-ec', command ?? 'exit 9'], {
      env: { ...process.env, PROPELAUTH_API_KEY: apiKey },
    })
  }
  await run(`users/${PERSONAS.noOrg.userId}`, /user\/[\w-]+\/disable'/)
  await run(`users/${PERSONAS.member.userId}`, /_emulator\/lock'/)
  await run(`orgs/${PERSONA_ORGS.globex.orgId}`, /-X DELETE .*\/org\/[\w-]+'/)
  const { users = [], orgs = [] } = server.emulator.exportSeed()
  expect(users.find(({ key }) => key === 'noOrg')?.enabled).toBe(false)
  expect(users.find(({ key }) => key === 'member')?.locked).toBe(true)
  expect(orgs.map(({ key }) => key)).toEqual(['acme'])
})
