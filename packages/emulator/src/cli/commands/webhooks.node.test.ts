import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { runCli, type Started, startCli } from '../../../test/process.js'
import { type Receiver, startReceiver } from '../../../test/receiver.js'
import { runMain } from '../../../test/run-main.js'

const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'
const receiver: Receiver = await startReceiver()
const program: Started = await startCli([
  ...['--data', ':memory:', '--port', '0', '--webhook', receiver.url, '--webhook-secret', secret],
])
afterAll(async () => {
  await program.stop()
  await receiver.close()
})
beforeEach(async () => {
  await fetch(`${program.ready.authUrl}/_emulator/reset`, { method: 'POST' })
  receiver.received.length = 0
})

const run = (...args: string[]) => runMain(['webhooks', ...args, '--auth-url', program.ready.authUrl])

async function lines(...args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await run(...args)
  expect([code, stderr]).toEqual([0, ''])
  return stdout.trimEnd().split('\n')
}

test('the ready line and the environment of exec have the secret', async () => {
  expect(program.ready).toMatchObject({ webhookSecret: secret })
  const print = 'console.log(process.env.PROPELAUTH_WEBHOOK_SECRET)'
  const flags = ['--data', ':memory:', '--port', '0', '--webhook', receiver.url, '--webhook-secret', secret]
  const { stdout } = await runCli(['exec', ...flags, '--', process.execPath, '-e', print])
  expect(stdout.trim()).toBe(secret)
})

test('list, add, disable, rotate and remove', async () => {
  expect(await lines()).toEqual([expect.stringMatching(new RegExp(`^ep_\\w+  enabled   ${receiver.url}  all events`))])
  const [added = ''] = await lines('add', `${receiver.url}/2`, '--event', 'user.created', '--event', 'org.*')
  expect(added).toContain('user.created,org.*')
  const [id = ''] = added.split(' ')
  expect(await lines('disable', id)).toEqual([expect.stringContaining('disabled')])
  expect(await lines('rotate', id)).not.toEqual([added])
  await lines('remove', id)
  expect(await lines('list')).toHaveLength(1)
})

test('send, deliveries, show and replay', async () => {
  const headers = { 'webhook-delivery': 'abort-message' }
  receiver.answer((_, response) => response.writeHead(500, headers).end('\u001b[31mred\u0007'))
  await lines('send', 'org.created', '--fields', '{"org_id":"o1","name":"Acme"}')
  await fetch(`${program.ready.authUrl}/_emulator/webhooks/deliver`, { method: 'POST' })
  expect(await lines('deliveries', '--type', 'org.*')).toEqual([expect.stringContaining('failed (500)')])
  const [line = ''] = await lines('deliveries', '--status', 'failed')
  const [id = ''] = line.split(' ')
  const shown = (await lines('show', id)).join('\n')
  expect(shown).toContain('{"event_type":"org.created","name":"Acme","org_id":"o1"}')
  expect(shown).toContain('  > svix-signature: v1,')
  expect(shown).toContain('  \ufffd[31mred\ufffd')
  await lines('replay', id)
  await vi.waitFor(() => expect(receiver.received).toHaveLength(2), { timeout: 10_000 })
  const { stdout } = await run('deliveries', '--json')
  expect(JSON.parse(stdout).deliveries).toMatchObject([{ id }])
})

describe('wrong command lines', () => {
  test.each([
    [['jump'], 'unknown name "jump"'],
    [['add'], 'the argument of webhooks add is missing'],
    [['list', 'x'], 'unexpected argument "x"'],
    [['send', 'a', 'b'], 'unexpected argument "b"'],
    [['send', 'a', '--fields', '{'], '--fields must be JSON'],
    [['--colour'], 'unknown name "--colour"'],
    [['--auth-url', 'x'], '--auth-url must be an http(s) URL'],
  ])('%j', async (args, message) => {
    const { code, stderr } = await runMain(['webhooks', ...args])
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })

  test.each([
    [['--webhook', 'ftp://x.test'], '--webhook ftp://x.test must be an http(s) URL'],
    [['--webhook-secret', secret], '--webhook-secret needs --webhook'],
    [['--webhook', 'http://x.test', '--webhook-secret', 'x'], '--webhook-secret must be whsec_'],
  ])('%j', async (args, message) => {
    const { code, stderr } = await runMain(args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })
})

test.each([
  [['replay', 'none'], 'There is no delivery "none"'],
  [['add', 'http://localhost:1/', '--secret', 'x'], 'secret: Must be whsec_'],
])('%j: what the emulator says', async (args, message) => {
  const { code, stderr } = await run(...args)
  expect([code, stderr]).toEqual([1, expect.stringContaining(message)])
})

test('without an emulator it says how to name one', async () => {
  for (const url of ['http://localhost:1', new URL(receiver.url).origin]) {
    const { code, stderr } = await runMain(['webhooks', '--auth-url', url])
    expect([code, stderr]).toEqual([1, expect.stringMatching(/there is no emulator at|is not the emulator/)])
  }
})

test('an emulator that other machines can connect to needs the API key', async () => {
  await using open = await startCli(['--data', ':memory:', '--port', '0', '--allow-host', 'emulator.test'])
  const { authUrl, apiKey } = open.ready
  expect((await runMain(['webhooks', '--auth-url', authUrl])).stderr).toContain('The API key is missing')
  expect(await runMain(['webhooks', '--auth-url', authUrl, '--api-key', apiKey])).toMatchObject({ code: 0 })
})

test('--help', async () => {
  expect((await runMain(['webhooks', '--help'])).stdout).toContain('webhooks show | replay DELIVERY')
})
