import {
  lastOutcome,
  type WebhookAttempt,
  type WebhookDelivery,
  type WebhookDeliveryDetails,
} from '../../domain/webhooks/deliveries.js'
import type { WebhookEndpoint } from '../../domain/webhooks/endpoint-info.js'
import { defineCommand } from '../line/command.js'
import { printJson, printLines } from '../output/print.js'
import { findEmulator } from '../running/find-emulator.js'
import { toWebhookRequest, WEBHOOK_FLAGS, type WebhookLine, type WebhookRequest } from './webhook-requests.js'

export const webhooks = defineCommand({
  usage: [
    'webhooks [list] [flags]',
    'webhooks add URL [flags]',
    'webhooks remove | enable | disable | rotate ENDPOINT [flags]',
    'webhooks deliveries [flags]',
    'webhooks show | replay DELIVERY [flags]',
    'webhooks send TYPE [flags]',
  ],
  details: `An added endpoint stays until the next reset. rotate gives an endpoint a new secret; the old one signs
beside it, by default for a day. send sends an event although nothing has changed.`,
  flags: WEBHOOK_FLAGS,
  examples: [
    ['webhooks add http://localhost:3000/webhooks --event "user.*"', 'what happens to users'],
    ['webhooks deliveries --status failed', 'what your app did not accept'],
    ['webhooks send org.created', 'a sample, to every endpoint that subscribes to it'],
  ],
  async run(line) {
    const request = toWebhookRequest(line)
    const { call } = await findEmulator(withUrl(line))
    const answer = await call(request.method, `/webhooks${request.path}`, request.body)
    return line.values.json ? printJson(answer) : printLines(toLines(request, answer))
  },
})

/** `--auth-url` is the older name of `--url`. */
function withUrl(line: WebhookLine): WebhookLine {
  const { 'auth-url': url } = line.values
  if (url === undefined) return line
  const setBy: WebhookLine['setBy'] = (flag) => line.setBy(flag === 'url' ? 'auth-url' : flag)
  return { ...line, values: { ...line.values, url }, setBy }
}

function toLines({ shows }: WebhookRequest, answer: unknown): readonly string[] {
  switch (shows) {
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
