import type { EventType } from '../domain/webhooks/samples.js'
import type { Emulator } from '../emulator.js'
import type { JsonObject } from '../values/json.js'
import { poll } from './poll.js'
import { addReceiver } from './receivers.js'
import { EmulatorTestError } from './test-error.js'

/** A webhook that the emulator has sent. */
export interface ReceivedWebhook {
  /** The same in every attempt. */
  readonly id: string
  /** When it was signed, in Unix seconds. */
  readonly timestamp: number
  readonly eventType: string
  /** The event as it was sent, with `event_type` and names in snake_case. */
  readonly payload: JsonObject
}

/** Which webhook to wait for. */
export interface WebhookQuery {
  readonly type: EventType | (string & Record<never, never>)
  /** Further conditions: `({ payload }) => payload.email === 'ada@acme.test'`. */
  readonly where?: ((webhook: ReceivedWebhook) => boolean) | undefined
  /** Default 5000. */
  readonly timeoutMs?: number | undefined
}

/**
 * The oldest webhook of the type that it has not returned before. The function throws {@link EmulatorTestError}
 * `webhook_timeout`, with what did arrive.
 */
export type WaitForWebhook = (query: WebhookQuery) => Promise<ReceivedWebhook>

export interface WebhookReceiver extends Disposable {
  readonly waitForWebhook: WaitForWebhook
}

/**
 * Receives all events of an emulator of this process, as an endpoint beside those of the app. It verifies no signature:
 * only the emulator can call it.
 */
export function startWebhookReceiver(emulator: Emulator): WebhookReceiver {
  const received: ReceivedWebhook[] = []
  const { url, remove } = addReceiver(async (request) => {
    received.push(await readWebhook(request))
    return new Response(null, { status: 204 })
  })
  const { id } = emulator.webhooks.addEndpoint({ url })
  return {
    waitForWebhook: createWaiting(received),
    [Symbol.dispose]() {
      remove()
      // A reset has removed it already.
      if (emulator.webhooks.endpoints().some((endpoint) => endpoint.id === id)) emulator.webhooks.removeEndpoint(id)
    },
  }
}

async function readWebhook(request: Request): Promise<ReceivedWebhook> {
  const payload = (await request.json()) as JsonObject
  return {
    id: request.headers.get('svix-id') ?? '',
    timestamp: Number(request.headers.get('svix-timestamp')),
    eventType: String(payload.event_type),
    payload,
  }
}

function createWaiting(received: readonly ReceivedWebhook[]): WaitForWebhook {
  const returned = new Set<ReceivedWebhook>()
  return async ({ type, where = () => true, timeoutMs = 5_000 }) => {
    const isNext = (webhook: ReceivedWebhook) => webhook.eventType === type && !returned.has(webhook) && where(webhook)
    const found = await poll(() => received.find(isNext), timeoutMs)
    if (!found) throw timeoutError(type, timeoutMs, linesOf(received, returned))
    returned.add(found)
    return found
  }
}

const linesOf = (received: readonly ReceivedWebhook[], returned: ReadonlySet<ReceivedWebhook>): readonly string[] =>
  received.map((webhook) => `- ${JSON.stringify(webhook.payload)}${returned.has(webhook) ? ' (returned before)' : ''}`)

function timeoutError(type: string, timeoutMs: number, lines: readonly string[]): EmulatorTestError {
  const others = lines.length === 0 ? 'No webhooks arrived.' : ['These arrived:', ...lines].join('\n')
  return new EmulatorTestError('webhook_timeout', `No webhook ${type} arrived within ${timeoutMs} ms. ${others}`)
}
