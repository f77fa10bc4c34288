import type { Flags, Line } from '../line/flags.js'
import { UsageError } from '../line/usage-error.js'
import { atMost, needed, subcommand } from '../line/words.js'
import { CONNECTION_FLAGS } from '../running/connection-flags.js'
import type { Method } from '../running/control-api.js'

export const WEBHOOK_FLAGS = {
  event: { type: 'list', value: 'TYPE', meaning: 'add: only these events, such as user.created or org.*' },
  secret: { type: 'text', value: 'SECRET', meaning: 'add: whsec_…', otherwise: 'a random one' },
  status: { type: 'text', value: 'STATUS', meaning: 'deliveries: only those with this status' },
  type: { type: 'text', value: 'TYPE', meaning: 'deliveries: only events of this type' },
  endpoint: { type: 'text', value: 'ENDPOINT', meaning: 'deliveries, send: only this endpoint' },
  limit: { type: 'text', value: 'N', meaning: 'deliveries: at most so many' },
  fields: { type: 'text', value: 'JSON', meaning: 'send: the fields of the event', otherwise: 'a sample' },
  ...CONNECTION_FLAGS,
  'auth-url': { type: 'text', value: 'URL', meaning: 'the same as --url' },
} as const satisfies Flags

/** A call of the control API. */
export interface WebhookRequest {
  readonly method: Method
  /** Below `/_emulator/webhooks`. */
  readonly path: string
  readonly body?: object
  readonly shows: 'endpoints' | 'endpoint' | 'deliveries' | 'delivery' | 'nothing'
}

export type WebhookLine = Line<typeof WEBHOOK_FLAGS>

type Values = WebhookLine['values']

const at = (id: string): string => `/endpoints/${encodeURIComponent(id)}`

/** Commands without an argument. */
const LISTS = {
  list: () => ({ method: 'GET', path: '?limit=1', shows: 'endpoints' }),
  deliveries: ({ status, type, endpoint, limit }) => {
    const filter = Object.entries({ status, type, endpoint, limit }).filter(([, value]) => value !== undefined)
    return { method: 'GET', path: `?${new URLSearchParams(filter as [string, string][])}`, shows: 'deliveries' }
  },
} as const satisfies Readonly<Record<string, (values: Values) => WebhookRequest>>

type Build = (argument: string, values: Values) => WebhookRequest

/** Commands with one argument. */
const COMMANDS = {
  add: (url, { event: events, secret }) => ({
    method: 'POST',
    path: '/endpoints',
    body: { url, events, secret },
    shows: 'endpoint',
  }),
  remove: (id) => ({ method: 'DELETE', path: at(id), shows: 'nothing' }),
  enable: (id) => ({ method: 'POST', path: at(id), body: { enabled: true }, shows: 'endpoint' }),
  disable: (id) => ({ method: 'POST', path: at(id), body: { enabled: false }, shows: 'endpoint' }),
  rotate: (id) => ({ method: 'POST', path: `${at(id)}/rotate`, body: {}, shows: 'endpoint' }),
  show: (id) => ({ method: 'GET', path: `/deliveries/${encodeURIComponent(id)}`, shows: 'delivery' }),
  replay: (id) => ({ method: 'POST', path: `/deliveries/${encodeURIComponent(id)}/replay`, shows: 'delivery' }),
  send: (type, { endpoint, fields }) => ({
    method: 'POST',
    path: '/send',
    body: { type, endpoint, fields: fields === undefined ? undefined : parseFields(fields) },
    shows: 'deliveries',
  }),
} as const satisfies Readonly<Record<string, Build>>

type ListName = keyof typeof LISTS
type CommandName = keyof typeof COMMANDS

const NAMES = [...Object.keys(LISTS), ...Object.keys(COMMANDS)] as [ListName | CommandName, ...CommandName[]]

const isList = (name: ListName | CommandName): name is ListName => Object.hasOwn(LISTS, name)

/** @throws {UsageError} */
export function toWebhookRequest({ words, values }: WebhookLine): WebhookRequest {
  const name = subcommand(words, NAMES)
  atMost(words, isList(name) ? 1 : 2)
  if (isList(name)) return LISTS[name](values)
  const build: Build = COMMANDS[name]
  return build(needed(words, 1, `the argument of webhooks ${name}`), values)
}

function parseFields(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`--fields must be JSON, not ${text}`)
  }
}
