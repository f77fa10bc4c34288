import { parseArgs } from 'node:util'
import { UsageError } from './usage-error.js'

/** A parsed command line that prints a help text. */
export interface HelpCommand {
  readonly name: 'help'
  readonly text: string
}

/** A parsed command line that calls the control API of a running emulator. */
export interface WebhookCommand {
  readonly name: 'webhooks'
  readonly url: string
  readonly apiKey: string | undefined
  readonly json: boolean
  readonly request: WebhookRequest
}

export interface WebhookRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Below `/_emulator/webhooks`. */
  readonly path: string
  readonly body?: object
  readonly shows: 'endpoints' | 'endpoint' | 'deliveries' | 'delivery' | 'nothing'
}

const OPTIONS = {
  'auth-url': { type: 'string', default: 'http://localhost:4460' },
  'api-key': { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  event: { type: 'string', multiple: true },
  secret: { type: 'string' },
  endpoint: { type: 'string' },
  type: { type: 'string' },
  status: { type: 'string' },
  limit: { type: 'string' },
  fields: { type: 'string' },
} as const

const WEBHOOK_HELP = `Usage: propelauth-emulator webhooks [COMMAND] [flags]

Webhooks of the emulator that runs at http://localhost:4460.

  list                          the endpoints (default)
  add URL                       add an endpoint, until the next reset
      --event TYPE              only these events, such as user.created or org.*; repeatable
      --secret SECRET           whsec_… (default: a random one)
  remove ENDPOINT               remove an endpoint with its deliveries
  enable | disable ENDPOINT
  rotate ENDPOINT               give it a new secret; the old one signs beside it, by default for a day
  deliveries                    the newest deliveries
      --status STATUS --type TYPE --endpoint ENDPOINT --limit N
  show DELIVERY                 the body, the requests and the answers of a delivery
  replay DELIVERY               send it again
  send TYPE                     send an event although nothing has changed
      --endpoint ENDPOINT       only there (default: all endpoints that subscribe to TYPE)
      --fields JSON             its fields (default: a sample)

  --auth-url URL                where the emulator is (default http://localhost:4460)
  --api-key KEY                 the API key, if other machines can connect to it
  --json                        print the JSON of the control API
`

type Values = ReturnType<typeof parseFlags>['values']

type Build = (argument: string, values: Values) => WebhookRequest

const at = (id: string): string => `/endpoints/${encodeURIComponent(id)}`

/** Commands without an argument. */
const LISTS: Readonly<Record<string, (values: Values) => WebhookRequest>> = {
  list: () => ({ method: 'GET', path: '?limit=1', shows: 'endpoints' }),
  deliveries: ({ status, type, endpoint, limit }) => {
    const filter = Object.entries({ status, type, endpoint, limit }).filter(([, value]) => value !== undefined)
    return { method: 'GET', path: `?${new URLSearchParams(filter as [string, string][])}`, shows: 'deliveries' }
  },
}

/** Commands with one argument. */
const COMMANDS: Readonly<Record<string, Build>> = {
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
}

/** @throws {UsageError} */
export function parseWebhookCommand(args: readonly string[]): WebhookCommand | HelpCommand {
  const { values, positionals } = parseFlags(args)
  if (values.help) return { name: 'help', text: WEBHOOK_HELP }
  const { 'auth-url': url, 'api-key': apiKey, json } = values
  return { name: 'webhooks', url: readOrigin(url), apiKey, json, request: toRequest(positionals, values) }
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function toRequest([command = 'list', argument, extra]: readonly string[], values: Values): WebhookRequest {
  const list = Object.hasOwn(LISTS, command) ? LISTS[command] : undefined
  const build = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined
  const surplus = list ? argument : extra
  if (surplus !== undefined) throw new UsageError(`unexpected argument ${JSON.stringify(surplus)}`)
  if (list) return list(values)
  if (!build) throw new UsageError(`there is no command webhooks ${command}; see webhooks --help`)
  if (!argument) throw new UsageError(`webhooks ${command} needs an argument; see webhooks --help`)
  return build(argument, values)
}

function readOrigin(text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new UsageError(`--auth-url must be an http(s) URL, not ${text}`)
  return new URL(text).origin
}

function parseFields(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError('--fields must be JSON')
  }
}
