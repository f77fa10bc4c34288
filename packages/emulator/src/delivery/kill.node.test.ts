import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startProgram } from 'test-kit/program'
import { folderOfTest } from 'test-kit/temporary-folder'
import { describe, expect, test, vi } from 'vitest'
import { ENDPOINT, emulatorWithInbox } from '../../test/inbox.js'
import { type Ready, startCli } from '../../test/process.js'
import { startReceiver } from '../../test/receiver.js'
import { createEmulator } from '../index.js'

async function createUser({ authUrl, apiKey }: Ready, email: string): Promise<string | undefined> {
  const headers = { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' }
  const body = JSON.stringify({ email })
  const response = await fetch(`${authUrl}/api/backend/v1/user/`, { method: 'POST', headers, body }).catch(
    () => undefined,
  )
  return response?.status === 200 ? (await response.json()).user_id : undefined
}

describe('kill -9', () => {
  test('an attempt under way is made again, with the same id', { timeout: 60_000 }, async () => {
    await using receiver = await startReceiver()
    const args = ['--data', folderOfTest(), '--port', '0', '--webhook', receiver.url]
    const victim = await startCli(args)
    receiver.answer(() => victim.stop('SIGKILL'))
    await createUser(victim.ready, 'ada@x.test')
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1), { timeout: 20_000 })
    await victim.stop('SIGKILL')
    await using _survivor = await startCli(args)
    await vi.waitFor(() => expect(receiver.received).toHaveLength(2), { timeout: 20_000 })
    const [first, second] = receiver.received
    expect(second?.headers['svix-id']).toBe(first?.headers['svix-id'])
  })
})

describe('closing', () => {
  test('ends an attempt that is under way; the next start makes it again', async () => {
    const data = folderOfTest()
    const webhooks = [{ url: ENDPOINT }]
    let sent = 0
    const never = (): Promise<Response> => {
      sent += 1
      return new Promise(() => {})
    }
    const first = createEmulator({ data, webhooks, webhookFetch: never })
    first.webhooks.send({ type: 'user.login' })
    await vi.waitFor(() => expect(sent).toBe(1), { timeout: 20_000 })
    await first.close()
    await using second = createEmulator({ data, webhooks, webhookFetch: () => new Response(null, { status: 204 }) })
    await second.webhooks.deliverDue()
    expect(second.webhooks.deliveries()).toMatchObject([{ status: 'succeeded', attempts: 1 }])
  })

  test('an attempt whose endpoint was switched off meanwhile is not made again', async () => {
    const data = folderOfTest()
    const webhooks = [{ url: ENDPOINT }]
    const sent: string[] = []
    const never = (request: Request): Promise<Response> => {
      sent.push(request.url)
      return new Promise(() => {})
    }
    const first = createEmulator({ data, webhooks, webhookFetch: never })
    first.webhooks.send({ type: 'user.login' })
    await vi.waitFor(() => expect(sent).toHaveLength(1), { timeout: 20_000 })
    first.webhooks.changeEndpoint(first.webhooks.endpoints()[0]?.id ?? '', { enabled: false })
    await first.close()
    await using second = createEmulator({ data, webhooks, webhookFetch: never })
    await second.webhooks.deliverDue()
    expect(second.webhooks.deliveries()).toMatchObject([{ status: 'stopped', nextAttempt: null }])
    expect(sent).toHaveLength(1)
  })

  test('stops everything: what waits is not sent any more', async () => {
    let now = Date.now()
    const inbox = emulatorWithInbox({ now: () => now })
    inbox.answerAlways(500)
    inbox.emulator.webhooks.send({ type: 'user.login' })
    await inbox.emulator.webhooks.deliverDue()
    await inbox.emulator.close()
    now += 86_400_000
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(inbox.requests).toHaveLength(1)
  })

  test('a program ends by itself, although it has not closed an emulator with a waiting delivery', async () => {
    const entry = fileURLToPath(new URL('../../dist/index.js', import.meta.url))
    const script = `
      import { createEmulator } from ${JSON.stringify(entry)}
      const webhookFetch = () => new Response(null, { status: 500 })
      const emulator = createEmulator({ webhooks: [{ url: 'http://localhost:1/' }], webhookFetch })
      emulator.webhooks.send({ type: 'user.login' })
      await emulator.webhooks.deliverDue()
      console.log(emulator.webhooks.deliveries()[0].status)`
    const program = await startProgram(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: join(entry, '../..'),
    })
    const ended = new Promise((resolve) => program.child.once('exit', resolve))
    expect([program.line, await ended]).toEqual(['pending', 0])
  })
})
