import { expect, test } from 'vitest'
import { verifyWebhook } from './verify-webhook.js'

// The published example of the Svix documentation.
const secret = 'whsec_plJ3nmyCDGBKInavdOK15jsl'
const id = 'msg_loFOjxBNrRLzqYUf'
const timestamp = 1_731_705_121
const body = '{"event_type":"ping","data":{"success":true}}'
const signature = 'v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0='

interface Message {
  readonly body?: string
  readonly now?: number
  readonly headers?: Record<string, string | undefined>
}

function verify({ headers = {}, now = timestamp, ...message }: Message = {}) {
  const sent = { 'svix-id': id, 'svix-timestamp': String(timestamp), 'svix-signature': signature, ...headers }
  return verifyWebhook(secret, sent, message.body ?? body, now)
}

const webhook = { id, timestamp, eventType: 'ping', payload: { event_type: 'ping', data: { success: true } } }

test.each([
  ['the published message', {}],
  ['a message that is 300 seconds old', { now: timestamp + 300 }],
  ['a message from a clock that is 300 seconds ahead', { now: timestamp - 300 }],
  ['a list with one good signature', { headers: { 'svix-signature': `v1a,AAAA v1,AAAA ${signature} v2,x` } }],
])('accepts %s', (_, message) => {
  expect(verify(message)).toEqual(webhook)
})

test.each([
  ['one byte of the body', 'with another signature', { body: body.replace('ping', 'pong') }],
  ['the id', 'with another signature', { headers: { 'svix-id': 'msg_other' } }],
  ['the version', 'with another signature', { headers: { 'svix-signature': signature.replace('v1', 'v2') } }],
  ['an empty signature', 'with another signature', { headers: { 'svix-signature': 'v1,' } }],
  ['no signature', 'without the headers', { headers: { 'svix-signature': undefined } }],
  ['301 seconds', 'with the time 1731705121, and it is 1731705422', { now: timestamp + 301 }],
  ['301 seconds ahead', 'with the time 1731705121, and it is 1731704820', { now: timestamp - 301 }],
  ['a time that is no number', 'with the time soon', { headers: { 'svix-timestamp': 'soon' } }],
])('refuses a message with a change: %s', (_, reason, message) => {
  expect(verify(message)).toContain(reason)
})
