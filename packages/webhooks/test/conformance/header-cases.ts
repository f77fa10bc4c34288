import { now } from '../message.ts'
import { standardVector, svixVector, type Vector } from '../vectors.ts'
import type { WebhookCase } from './case.ts'

const refused = (code: string) => ({ status: 400, code })
const accepted = { status: 200 }

const vectorCase = ({ source, id, timestamp, body, signature, fields }: Vector): WebhookCase => ({
  title: `the published sample of ${source}`,
  signed: { id, timestamp, body },
  headers: { 'svix-signature': signature },
  path: `/verify?now=${timestamp}`,
  expected: { status: 200, event: { id, timestamp: Number(timestamp), raw: body, ...fields } },
})

const unbranded = (name: string): WebhookCase => ({
  title: `webhook-${name} in place of svix-${name}`,
  headers: {
    [`svix-${name}`]: null,
    [`webhook-${name}`]: name === 'signature' ? '{good}' : name === 'id' ? 'msg_unbranded' : String(now),
  },
  signed: { id: 'msg_unbranded' },
  expected: accepted,
})

const age = (seconds: number, code?: 'too_old' | 'too_new'): WebhookCase => ({
  title: `signed ${Math.abs(seconds)} s ${seconds > 0 ? 'ago' : 'ahead'}`,
  signed: { timestamp: now - seconds },
  expected: code ? refused(code) : accepted,
})

const timestamp = (text: string, title = `the timestamp "${text}"`): WebhookCase => ({
  title: `${title}, well signed`,
  signed: { timestamp: text },
  expected: refused('bad_timestamp'),
})

const id = (text: string, title: string, code?: 'bad_id'): WebhookCase => ({
  title: `an id ${title}`,
  signed: { id: text },
  expected: code ? refused(code) : { status: 200, event: { id: text } },
})

export const headerCases: readonly WebhookCase[] = [
  vectorCase(standardVector),
  vectorCase(svixVector),
  { title: 'a message as it was signed', expected: accepted },

  unbranded('id'),
  unbranded('timestamp'),
  unbranded('signature'),
  {
    title: 'the headers of Svix come before those of Standard Webhooks',
    headers: { 'webhook-id': 'msg_other', 'webhook-timestamp': '1', 'webhook-signature': 'v1,other' },
    expected: accepted,
  },
  {
    title: 'a wrong header of Svix beside a good one of Standard Webhooks',
    headers: { 'svix-signature': 'v1,other', 'webhook-signature': '{good}' },
    expected: refused('no_match'),
  },
  {
    title: 'an empty header of Svix beside a good one of Standard Webhooks',
    headers: { 'svix-signature': '', 'webhook-signature': '{good}' },
    expected: refused('missing_header'),
  },
  ...['svix-id', 'svix-timestamp', 'svix-signature'].map(
    (name): WebhookCase => ({
      title: `without ${name}`,
      headers: { [name]: null },
      expected: refused('missing_header'),
    }),
  ),

  age(0),
  age(300),
  age(301, 'too_old'),
  age(-300),
  age(-301, 'too_new'),
  age(86_400 * 365, 'too_old'),
  age(now, 'too_old'),
  timestamp(`${now}abc`),
  timestamp(`${now}.0`),
  timestamp(`${now}000`, 'a timestamp in milliseconds'),
  timestamp(`+${now}`),
  timestamp(`-${now}`),
  timestamp('1.763e9'),
  timestamp('0x6914bec0'),
  timestamp('Infinity'),
  timestamp('NaN'),
  timestamp(`${now},${now}`),
  timestamp(`${now} ${now}`),
  {
    title: 'a timestamp with leading zeros counts as it was sent',
    signed: { timestamp: `00${now}` },
    expected: { status: 200, event: { timestamp: now } },
  },
  {
    title: 'another spelling of the signed timestamp',
    headers: { 'svix-timestamp': `0${now}` },
    expected: refused('no_match'),
  },

  id('x', 'of one character'),
  id('x'.repeat(256), 'of 256 characters'),
  id('x'.repeat(257), 'of 257 characters', 'bad_id'),
  id('!#$%&()*+-/:;<=>?@[]^_`{|}~', 'of every kind of printable ASCII'),
  id('msg.1', 'with a dot', 'bad_id'),
  id('msg 1', 'with a space', 'bad_id'),
  id('msg\t1', 'with a tab', 'bad_id'),
  id('msg_\u00e9', 'with a letter outside of ASCII', 'bad_id'),
  id('a, b', 'that came in two headers', 'bad_id'),
  {
    title: 'the dot of the signed content moved from the timestamp into the id',
    signed: { id: 'msg', timestamp: `1.${now}` },
    headers: { 'svix-id': 'msg.1', 'svix-timestamp': String(now) },
    expected: refused('bad_id'),
  },
  { title: 'the id of another message', headers: { 'svix-id': 'msg_other' }, expected: refused('no_match') },
  {
    title: 'the time of another message',
    headers: { 'svix-timestamp': String(now - 1) },
    expected: refused('no_match'),
  },
]
