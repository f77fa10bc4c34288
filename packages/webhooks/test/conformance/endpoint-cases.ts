import { type MessageParts, now } from '../message.ts'
import type { WebhookCase } from './case.ts'

const event = (id: string, type: string): MessageParts => ({
  id,
  body: { event_type: type, user_id: 'u', org_id: 'o' },
})

const endpoint = (title: string, signed: MessageParts, expected: WebhookCase['expected']): WebhookCase => ({
  title,
  signed,
  path: '/handle',
  expected,
})

/** In this order: some are the same message again. */
export const endpointCases: readonly WebhookCase[] = [
  endpoint('an event with a handler', event('msg_a', 'user.created'), { status: 204, runs: 1 }),
  endpoint('the same message again', event('msg_a', 'user.created'), { status: 204, runs: 1 }),
  endpoint(
    'the same message, signed again later',
    { ...event('msg_a', 'user.created'), timestamp: now + 5 },
    { status: 204, runs: 1 },
  ),
  {
    ...endpoint('a forged copy of a message', event('msg_b', 'user.created'), {
      status: 400,
      code: 'no_match',
      runs: 0,
    }),
    headers: { 'svix-signature': `v1,${'A'.repeat(43)}=` },
  },
  endpoint('the message after its forged copy', event('msg_b', 'user.created'), { status: 204, runs: 1 }),
  endpoint('an event whose handler throws', event('msg_c', 'user.deleted'), { status: 500, runs: 1 }),
  endpoint('the same event, sent again', event('msg_c', 'user.deleted'), { status: 500, runs: 2 }),
  endpoint('a type that the package does not list', event('msg_d', 'org.renamed'), { status: 204, runs: 1 }),
  endpoint('a type without a handler', event('msg_e', 'org.updated'), { status: 204, runs: 0 }),
  ...['constructor', '__proto__', 'toString', 'hasOwnProperty', '*', ''].map((type, at) =>
    endpoint(`the type "${type}" without a handler`, event(`msg_f${at}`, type), { status: 204, runs: 0 }),
  ),
  endpoint(
    'a payload that is not JSON',
    { id: 'msg_g', body: 'user.created' },
    { status: 400, code: 'body_not_json', runs: 0 },
  ),
]
