import { now, userCreated } from '../message.ts'
import { maxBodyBytes } from './app.ts'
import type { WebhookCase } from './case.ts'

const noMatch = { status: 400, code: 'no_match' }
const notJson = { status: 400, code: 'body_not_json' }
const text = JSON.stringify(userCreated)

const signedAs = (title: string, body: string | Uint8Array): WebhookCase => ({
  title: `${title}, well signed`,
  signed: { body },
  expected: notJson,
})

/** JSON of so many bytes. */
const ofLength = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`

const changedBodies: readonly WebhookCase[] = [
  { title: 'a body with one character changed', sent: text.replace('ada', 'adb'), expected: noMatch },
  { title: 'a body serialised again, with spaces', sent: JSON.stringify(userCreated, null, 1), expected: noMatch },
  { title: 'a body with a line break behind it', sent: `${text}\n`, expected: noMatch },
  { title: 'a body without its last character', sent: text.slice(0, -1), expected: noMatch },
  { title: 'a body twice', sent: text + text, expected: noMatch },
  { title: 'no body in place of the signed one', sent: '', expected: noMatch },
  {
    title: 'a body with the fields in another order',
    sent: JSON.stringify(Object.fromEntries(Object.entries(userCreated).reverse())),
    expected: noMatch,
  },
  {
    title: 'a body with an escape for a character',
    sent: text.replace('@', '\\u0040'),
    expected: noMatch,
  },
]

const sizes: readonly WebhookCase[] = [
  { title: 'a body of the longest length', signed: { body: ofLength(maxBodyBytes) }, expected: { status: 200 } },
  {
    title: 'a body one byte longer',
    signed: { body: ofLength(maxBodyBytes + 1) },
    expected: { status: 413, code: 'body_too_large' },
  },
  {
    title: 'a body that is longer in bytes than in characters',
    signed: { body: `{"a":"${'é'.repeat(496)}"}`.padEnd(maxBodyBytes - 495) },
    expected: { status: 413, code: 'body_too_large' },
  },
]

const payloads: readonly WebhookCase[] = [
  signedAs('an empty body', ''),
  signedAs('a body that is not JSON', 'event_type=user.created'),
  signedAs('an array', '[{"event_type":"user.created"}]'),
  signedAs('a text', '"user.created"'),
  signedAs('a number', '1'),
  signedAs('null', 'null'),
  signedAs('JSON with a byte order mark', `\uFEFF${text}`),
  signedAs('bytes that are not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])),
  signedAs('a lone surrogate in UTF-8', new Uint8Array([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d])),
  {
    title: 'white space around the JSON stays in the raw text',
    signed: { body: ` \r\n\t${text}\n` },
    expected: { status: 200, event: { raw: ` \r\n\t${text}\n`, userId: userCreated.user_id } },
  },
  {
    title: 'letters of every length in UTF-8',
    signed: { body: { event_type: 'org.created', org_id: 'o', name: 'zoë ☃ 𝄞 \u0000' } },
    expected: { status: 200, event: { name: 'zoë ☃ 𝄞 \u0000' } },
  },
]

const names: readonly WebhookCase[] = [
  {
    title: 'fields in camelCase, values as they are',
    signed: { body: { ...userCreated, first_name: null, some_new_field: [1, { deep_key: 2 }] } },
    expected: {
      status: 200,
      event: {
        eventType: 'user.created',
        userId: userCreated.user_id,
        emailConfirmed: true,
        firstName: null,
        someNewField: [1, { deep_key: 2 }],
        event_type: undefined,
        user_id: undefined,
      },
    },
  },
  {
    title: 'keys of user data are never renamed',
    signed: {
      body: { ...userCreated, properties: { fav_color: 'red', nested_key: { a_b: 1 } }, metadata: { k_v: 1 } },
    },
    expected: {
      status: 200,
      event: { properties: { fav_color: 'red', nested_key: { a_b: 1 } }, metadata: { k_v: 1 } },
    },
  },
  {
    title: 'the envelope comes before fields of the same names',
    signed: {
      id: 'msg_envelope',
      body: { id: 'other', timestamp: 1, raw: 'other', eventType: 'other', event_type: 'user.created' },
    },
    expected: { status: 200, event: { id: 'msg_envelope', timestamp: now, eventType: 'user.created' } },
  },
  {
    title: 'a payload without event_type',
    signed: { body: { user_id: 'u' } },
    expected: { status: 200, event: { eventType: '', userId: 'u' } },
  },
  ...[null, 1, true, ['user.created'], { a: 1 }].map(
    (type): WebhookCase => ({
      title: `an event_type that is ${JSON.stringify(type)}`,
      signed: { body: { event_type: type } },
      expected: { status: 200, event: { eventType: '' } },
    }),
  ),
  {
    title: 'a payload with the key __proto__',
    signed: { body: '{"event_type":"user.deleted","__proto__":{"user_id":"u"},"constructor":1}' },
    expected: { status: 200, event: { user_id: undefined, userId: undefined, constructor: 1 } },
  },
]

export const bodyCases: readonly WebhookCase[] = [...changedBodies, ...sizes, ...payloads, ...names]
