// Real HTTP, and two verifiers that the emulator does not use: ours, and the library of the specification.
import { createWebhooks, WebhookError } from '@propelauth-edge/webhooks'
import { WebhookVerificationError } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { emulatorWithReceiver } from '../../test/emulator-with-receiver.js'
import { backend } from '../../test/fixture.js'
import { type Received, verifiedBy } from '../../test/receiver.js'

const { emulator, receiver } = await emulatorWithReceiver()

const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'

const toRequest = ({ headers, body }: Received): Request =>
  new Request('http://localhost/webhooks', { method: 'POST', headers: { ...headers }, body })

const eventOf = (webhook: Received, secrets: string | string[] = secret) =>
  createWebhooks({ secret: secrets }).verifyRequest(toRequest(webhook))

async function createUser(email = 'ada@x.test'): Promise<Received> {
  await backend(emulator, 'POST', 'user/', { email, first_name: 'Ada Ł. 😀' })
  await emulator.webhooks.deliverDue()
  return receiver.received.at(-1) as Received
}

test('both libraries accept a message, and no other secret', async () => {
  emulator.webhooks.addEndpoint({ url: receiver.url, secret })
  const webhook = await createUser()
  expect([webhook.method, webhook.path, receiver.received.length]).toEqual(['POST', '/webhooks', 1])
  expect(webhook.headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': expect.stringMatching(/^Svix-Webhooks/),
    'svix-id': expect.stringMatching(/^msg_[0-9A-Za-z]{27}$/),
    'svix-timestamp': expect.stringMatching(/^\d{10}$/),
    'svix-signature': expect.stringMatching(/^v1,[\w+/]{43}=$/),
  })
  expect(Object.keys(webhook.headers).filter((name) => name.startsWith('webhook-'))).toEqual([])
  const event = await eventOf(webhook)
  expect(event).toMatchObject({ eventType: 'user.created', email: 'ada@x.test', firstName: 'Ada Ł. 😀' })
  expect(event.id).toBe(webhook.headers['svix-id'])
  expect(Math.abs(event.timestamp - Date.now() / 1000)).toBeLessThan(60)
  expect(verifiedBy(secret, webhook)).toEqual(webhook.event)
  const other = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  await expect(eventOf(webhook, other)).rejects.toThrow(WebhookError)
  expect(() => verifiedBy(other, webhook)).toThrow(WebhookVerificationError)
  const changed = { ...webhook, body: webhook.body.replace('ada@', 'eve@') }
  await expect(eventOf(changed)).rejects.toMatchObject({ code: 'no_match' })
})

test('one message has one id at all endpoints, and each endpoint its own secret', async () => {
  const first = emulator.webhooks.addEndpoint({ url: receiver.url })
  const second = emulator.webhooks.addEndpoint({ url: `${receiver.url}/second` })
  expect(first.secret).toMatch(/^whsec_[\w+/]{32}$/)
  expect(second.secret).not.toBe(first.secret)
  await createUser()
  const [atFirst, atSecond] = receiver.received.toSorted((a, b) => a.path.length - b.path.length)
  expect(atFirst?.headers['svix-id']).toBe(atSecond?.headers['svix-id'])
  expect(atFirst?.body).toBe(atSecond?.body)
  verifiedBy(first.secret, atFirst as Received)
  verifiedBy(second.secret, atSecond as Received)
})

test('after a rotation both secrets sign for 24 hours, then the new one alone', async () => {
  const { id } = emulator.webhooks.addEndpoint({ url: receiver.url, secret })
  const rotated = emulator.webhooks.rotateSecret(id)
  expect(Date.parse(rotated.oldSecretUntil ?? '') - Date.now()).toBeGreaterThan(86_390_000)
  const during = await createUser()
  for (const valid of [secret, rotated.secret]) {
    verifiedBy(valid, during)
    await eventOf(during, valid)
  }
  const [newest = ''] = during.headers['svix-signature']?.split(' ') ?? []
  verifiedBy(rotated.secret, { ...during, headers: { ...during.headers, 'svix-signature': newest } })
  emulator.advanceClock(86_401)
  const after = await createUser('bob@x.test')
  verifiedBy(rotated.secret, after)
  expect(() => verifiedBy(secret, after)).toThrow(WebhookVerificationError)
  await eventOf(after, [secret, rotated.secret])
})

test('the time of a rotation is a setting', async () => {
  const { id } = emulator.webhooks.addEndpoint({ url: receiver.url, secret })
  emulator.changeSettings({ webhook_rotation_hours: 1 })
  const { secret: next } = emulator.webhooks.rotateSecret(id, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
  verifiedBy(secret, await createUser())
  emulator.advanceClock(3601)
  const after = await createUser('bob@x.test')
  verifiedBy(next, after)
  expect(() => verifiedBy(secret, after)).toThrow(WebhookVerificationError)
})

test('a setting adds the headers of Standard Webhooks', async () => {
  emulator.webhooks.addEndpoint({ url: receiver.url, secret })
  emulator.changeSettings({ webhook_headers: 'svix-and-webhook' })
  const { headers } = await createUser()
  for (const name of ['id', 'timestamp', 'signature']) expect(headers[`webhook-${name}`]).toBe(headers[`svix-${name}`])
})
