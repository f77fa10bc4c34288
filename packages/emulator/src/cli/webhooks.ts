import {
  lastOutcome,
  type WebhookAttempt,
  type WebhookDelivery,
  type WebhookDeliveryDetails,
} from '../domain/webhooks/deliveries.js'
import type { WebhookEndpoint } from '../domain/webhooks/endpoint-info.js'
import { isObject } from '../values/json.js'
import type { WebhookCommand } from './webhook-arguments.js'

/** Calls the control API of a running emulator. Returns what to print. @throws {Error} */
export async function webhookCommand(command: WebhookCommand): Promise<string> {
  const answer = await call(command)
  if (command.json) return `${JSON.stringify(answer, null, 2)}\n`
  return `${printable(toLines(command, answer).join('\n'))}\n`
}

/** Receivers choose parts of the text. Control characters could change the terminal. */
const printable = (text: string): string => text.replaceAll(/[^\P{Cc}\n]/gu, '\ufffd')

async function call({ url, apiKey, request }: WebhookCommand): Promise<unknown> {
  const { method, path, body } = request
  const response = await fetch(`${url}/_emulator/webhooks${path}`, {
    method,
    headers: apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new Error(`there is no emulator at ${url}. Start one, or name it with --auth-url`, { cause })
  })
  if (!response.headers.has('X-PropelAuth-Emulator')) throw new Error(`${url} is not the emulator`)
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(errorText(answer))
  return answer
}

/** Field errors, or an error with a sentence. */
function errorText(answer: unknown): string {
  if (!isObject(answer)) return 'the emulator refused the request'
  if (typeof answer.user_facing_error === 'string') return answer.user_facing_error
  return Object.entries(answer)
    .map(([field, messages]) => `${field}: ${[messages].flat().join(' ')}`)
    .join('\n')
}

function toLines({ request }: WebhookCommand, answer: unknown): readonly string[] {
  switch (request.shows) {
    case 'endpoints':
      return listed((answer as { readonly endpoints: WebhookEndpoint[] }).endpoints, endpointLine, 'no endpoints')
    case 'endpoint':
      return [endpointLine(answer as WebhookEndpoint)]
    case 'deliveries':
      return listed((answer as { readonly deliveries: WebhookDelivery[] }).deliveries, deliveryLine, 'no deliveries')
    case 'delivery':
      return detailLines(answer as WebhookDeliveryDetails)
    default:
      return ['done']
  }
}

const listed = <Item>(items: readonly Item[], toLine: (item: Item) => string, none: string): readonly string[] =>
  items.length === 0 ? [none] : items.map(toLine)

const endpointLine = ({ id, url, events, enabled, secret }: WebhookEndpoint): string =>
  [id, enabled ? 'enabled ' : 'disabled', url, events.length === 0 ? 'all events' : events.join(','), secret].join('  ')

const deliveryLine = (delivery: WebhookDelivery): string => {
  const last = lastOutcome(delivery)
  const status = last === '' ? delivery.status : `${delivery.status} (${last})`
  const next = delivery.attempts > 0 && delivery.nextAttempt !== null ? `next ${delivery.nextAttempt}` : ''
  const { id, time, eventType, url } = delivery
  return [id, time, eventType.padEnd(30), status, url, next].join('  ').trimEnd()
}

const detailLines = (delivery: WebhookDeliveryDetails): readonly string[] => [
  deliveryLine(delivery),
  delivery.body,
  ...delivery.history.flatMap(attemptLines),
]

const attemptLines = (attempt: WebhookAttempt): readonly string[] => [
  '',
  `${attempt.time}  ${attempt.status ?? 'no answer'}${attempt.error === null ? '' : `: ${attempt.error}`}`,
  ...Object.entries(attempt.requestHeaders).map(([name, value]) => `  > ${name}: ${value}`),
  ...Object.entries(attempt.responseHeaders).map(([name, value]) => `  < ${name}: ${value}`),
  ...(attempt.responseBody === '' ? [] : [`  ${attempt.responseBody}`]),
]
