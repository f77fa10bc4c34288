// Beside the cases in test/conformance: what cannot be seen in an answer.
import { expect, test } from 'vitest'
import { deliver, now, secret } from '../../test/message.ts'
import { createWebhooks } from '../index.js'

const webhooks = createWebhooks({ secret, now: () => now * 1_000 })
const verify = async (body: string | object) => webhooks.verifyRequest(await deliver({ body }))

test('fields keep their order, and the envelope is a part of the event', async () => {
  const event = await verify({ b_b: 1, a_a: 2, event_type: 'x', c: 3 })
  expect(Object.keys(event)).toEqual(['bB', 'aA', 'eventType', 'c', 'id', 'timestamp', 'raw'])
})

test.each([
  ['user_id', 'userId'],
  ['a_b_c', 'aBC'],
  ['org_id_2', 'orgId_2'],
  ['camelCase', 'camelCase'],
  ['_private', '_private'],
  ['a__b', 'a__b'],
  ['A_B', 'A_B'],
  ['', ''],
  ['über_größe', 'überGröße'],
  ['__proto__', '__proto__'],
])('the field "%s" is "%s"', async (wire, name) => {
  const event = await verify(`{"event_type":"x","${wire}":{"user_id":"u"}}`)
  expect(Object.getOwnPropertyDescriptor(event, name)?.value).toEqual({ user_id: 'u' })
})

test('a payload pollutes no prototype', async () => {
  const event = await verify('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}')
  expect(Object.getPrototypeOf(event)).toBe(Object.prototype)
  expect(event.isAdmin).toBeUndefined()
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
})

test('the raw text is the body, and parses to the payload', async () => {
  const body = '{ "user_id":"u","event_type":"user.deleted","big":12345678901234567890 }'
  const event = await verify(body)
  expect(event.raw).toBe(body)
})
