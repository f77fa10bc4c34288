import { describe, expect, test } from 'vitest'
import { backend } from '../../test/fixture.js'
import type { Emulator } from '../index.js'
import { createTest, test as withEmulator } from '../vitest.js'
import { startInProcess } from './start-emulator.js'
import { startWebhookReceiver } from './webhook-receiver.js'

const addUser = (emulator: Emulator, email: string) => backend(emulator, 'POST', 'user/', { email })

withEmulator('an event arrives', async ({ emulator, waitForWebhook }) => {
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

withEmulator('the time of its signature ignores an advanced clock', async ({ emulator, clock, waitForWebhook }) => {
  clock.advance({ days: 1 })
  emulator.webhooks.send({ type: 'org.saml_went_live' })
  const { timestamp } = await waitForWebhook({ type: 'org.saml_went_live' })
  expect(Math.abs(timestamp - Date.now() / 1_000)).toBeLessThan(60)
})

createTest({ now: () => Date.UTC(2020, 0) })('and is that of the option now', async ({ emulator, waitForWebhook }) => {
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
})

describe('with webhookFetch', () => {
  const atApp: string[] = []
  const withApp = createTest({
    webhooks: [{ url: 'http://localhost:3000/webhooks' }],
    webhookFetch: ({ url }) => {
      atApp.push(url)
      return new Response(null, { status: 204 })
    },
  })

  withApp('both the app and the test get an event, each once', async ({ emulator, waitForWebhook }) => {
    emulator.webhooks.send({ type: 'user.login' })
    await waitForWebhook({ type: 'user.login' })
    await emulator.webhooks.deliverDue()
    expect(atApp).toEqual(['http://localhost:3000/webhooks'])
    expect(emulator.webhooks.deliveries({ status: 'succeeded' })).toHaveLength(2)
  })
})

describe('afterwards', () => {
  test('the endpoint is gone', async () => {
    await using emulator = startInProcess({ webhooks: [{ url: 'http://localhost:3000/webhooks' }] })
    const receiver = startWebhookReceiver(emulator)
    expect(emulator.webhooks.endpoints()).toHaveLength(2)
    receiver[Symbol.dispose]()
    expect(emulator.webhooks.endpoints().map(({ url }) => url)).toEqual(['http://localhost:3000/webhooks'])
  })

  test('a request that is still under way does not reach the app', async () => {
    const atApp: Request[] = []
    await using emulator = startInProcess({
      webhookFetch: (request) => {
        atApp.push(request)
        return new Response()
      },
    })
    const receiver = startWebhookReceiver(emulator)
    emulator.webhooks.send({ type: 'user.login' })
    const delivered = emulator.webhooks.deliverDue()
    receiver[Symbol.dispose]()
    await delivered
    expect(atApp).toEqual([])
  })

  test('a reset in between does no harm', async () => {
    await using emulator = startInProcess({})
    using _ = startWebhookReceiver(emulator)
    emulator.reset()
    expect(emulator.webhooks.endpoints()).toEqual([])
  })
})
