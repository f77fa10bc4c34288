import { describe, expect, test } from 'vitest'
import { backend } from '../../test/fixture.js'
import type { Emulator } from '../index.js'
import { createTest, test as withEmulator } from '../vitest.js'
import { startInProcess } from './start-emulator.js'
import { startWebhookReceiver } from './webhook-receiver.js'

const addUser = (emulator: Emulator, email: string) => backend(emulator, 'POST', 'user/', { email })

withEmulator('an event arrives with a valid signature', async ({ emulator, waitForWebhook }) => {
  const { body } = await addUser(emulator, 'new@x.test')
  const webhook = await waitForWebhook({ type: 'user.created' })
  expect(webhook).toMatchObject({
    id: expect.stringMatching(/^msg_/),
    eventType: 'user.created',
    payload: { event_type: 'user.created', user_id: body.user_id, email: 'new@x.test' },
  })
  expect(Math.abs(webhook.timestamp - Date.now() / 1_000)).toBeLessThan(60)
})

withEmulator('a second call waits for the next event', async ({ emulator, waitForWebhook }) => {
  await addUser(emulator, 'one@x.test')
  await waitForWebhook({ type: 'user.created' })
  const next = waitForWebhook({ type: 'user.created' })
  await addUser(emulator, 'two@x.test')
  expect((await next).payload.email).toBe('two@x.test')
})

withEmulator('a condition selects one of several events', async ({ emulator, waitForWebhook }) => {
  for (const name of ['one', 'two', 'three']) await addUser(emulator, `${name}@x.test`)
  const where = ({ payload }: { readonly payload: object }) => 'email' in payload && payload.email === 'two@x.test'
  expect((await waitForWebhook({ type: 'user.created', where })).payload.email).toBe('two@x.test')
})

withEmulator('an advanced clock changes no signature', async ({ emulator, clock, waitForWebhook }) => {
  clock.advance({ days: 1 })
  emulator.webhooks.send({ type: 'org.saml_went_live' })
  expect((await waitForWebhook({ type: 'org.saml_went_live' })).eventType).toBe('org.saml_went_live')
})

createTest({ now: () => Date.UTC(2020, 0) })('nor does a clock of its own', async ({ emulator, waitForWebhook }) => {
  emulator.webhooks.send({ type: 'user.deleted' })
  expect((await waitForWebhook({ type: 'user.deleted' })).timestamp).toBe(Date.UTC(2020, 0) / 1_000)
})

describe('the time-out says what did arrive', () => {
  withEmulator('nothing', async ({ waitForWebhook }) => {
    await expect(waitForWebhook({ type: 'user.created', timeoutMs: 30 })).rejects.toMatchObject({
      name: 'EmulatorTestError',
      code: 'webhook_timeout',
      message: 'No webhook user.created arrived within 30 ms. No webhooks arrived.',
    })
  })

  withEmulator('other events, and one that was returned', async ({ emulator, waitForWebhook }) => {
    for (const type of ['org.deleted', 'org.updated'] as const)
      emulator.webhooks.send({ type, fields: { org_id: 'acme' } })
    await waitForWebhook({ type: 'org.deleted' })
    await emulator.webhooks.deliverDue()
    const late = waitForWebhook({ type: 'org.deleted', timeoutMs: 0 })
    await expect(late).rejects.toThrow('\n- {"event_type":"org.deleted","org_id":"acme"} (returned before)')
    await expect(late).rejects.toThrow('\n- {"event_type":"org.updated","org_id":"acme"}')
  })

  test('a request that the emulator did not sign', async () => {
    await using emulator = startInProcess({})
    await using receiver = await startWebhookReceiver(emulator)
    const headers = { 'svix-id': 'msg_1', 'svix-timestamp': String(Math.floor(Date.now() / 1_000)) }
    const body = '{"event_type":"user.created"}'
    const forged = { ...headers, 'svix-signature': `v1,${Buffer.alloc(32).toString('base64')}` }
    expect((await fetch(receiver.url, { method: 'POST', body, headers: forged })).status).toBe(400)
    await expect(receiver.waitForWebhook({ type: 'user.created', timeoutMs: 0 })).rejects.toThrow(
      '- a request with another signature (refused)',
    )
  })
})

describe('afterwards', () => {
  test('the endpoint and its port are gone', async () => {
    await using emulator = startInProcess({ webhooks: [{ url: 'http://localhost:3000/webhooks' }] })
    const receiver = await startWebhookReceiver(emulator)
    expect(emulator.webhooks.endpoints()).toHaveLength(2)
    await receiver[Symbol.asyncDispose]()
    expect(emulator.webhooks.endpoints().map(({ url }) => url)).toEqual(['http://localhost:3000/webhooks'])
    await expect(fetch(receiver.url)).rejects.toThrow()
  })

  test('a reset in between does no harm', async () => {
    await using emulator = startInProcess({})
    await using _ = await startWebhookReceiver(emulator)
    emulator.reset()
    expect(emulator.webhooks.endpoints()).toEqual([])
  })
})
