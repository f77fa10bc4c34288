import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { EventType } from '../domain/webhooks/samples.js'
import type { Emulator } from '../emulator.js'
import { createClock } from '../values/clock.js'
import { poll } from './poll.js'
import { EmulatorTestError } from './test-error.js'
import { type ReceivedWebhook, verifyWebhook } from './verify-webhook.js'

/** Which webhook to wait for. */
export interface WebhookQuery {
  readonly type: EventType | (string & Record<never, never>)
  /** Further conditions: `({ payload }) => payload.email === 'ada@acme.test'`. */
  readonly where?: ((webhook: ReceivedWebhook) => boolean) | undefined
  /** Default 5000. */
  readonly timeoutMs?: number | undefined
}

/**
 * The oldest webhook of the type, with a valid signature, that it has not returned before. The function throws
 * {@link EmulatorTestError} `webhook_timeout`, with what did arrive.
 */
export type WaitForWebhook = (query: WebhookQuery) => Promise<ReceivedWebhook>

export interface WebhookReceiver extends AsyncDisposable {
  readonly url: string
  readonly waitForWebhook: WaitForWebhook
}

/**
 * Starts a server on loopback that receives all events, as an endpoint of the emulator beside those of the app.
 * @param now the clock of the emulator without what it was advanced by, which signatures have
 */
export async function startWebhookReceiver(emulator: Emulator, now?: () => number): Promise<WebhookReceiver> {
  const clock = createClock(now)
  const received: ReceivedWebhook[] = []
  const refused: string[] = []
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const { id, secret } = emulator.webhooks.addEndpoint({ url })
  server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request).catch(() => undefined)
    const outcome =
      body === undefined ? 'that broke off' : verifyWebhook(secret, request.headers, body, clock.seconds())
    if (typeof outcome === 'string') refused.push(outcome)
    else received.push(outcome)
    response.writeHead(typeof outcome === 'string' ? 400 : 204).end()
  })

  return {
    url,
    waitForWebhook: createWaiting(received, refused),
    async [Symbol.asyncDispose]() {
      // A reset has removed it already.
      if (emulator.webhooks.endpoints().some((endpoint) => endpoint.id === id)) emulator.webhooks.removeEndpoint(id)
      const closed = once(server.close(), 'close')
      server.closeAllConnections()
      await closed
    },
  }
}

function createWaiting(received: readonly ReceivedWebhook[], refused: readonly string[]): WaitForWebhook {
  const returned = new Set<ReceivedWebhook>()
  return async ({ type, where = () => true, timeoutMs = 5_000 }) => {
    const isNext = (webhook: ReceivedWebhook) => webhook.eventType === type && !returned.has(webhook) && where(webhook)
    const found = await poll(() => received.find(isNext), timeoutMs)
    if (!found) throw timeoutError(type, timeoutMs, linesOf(received, returned, refused))
    returned.add(found)
    return found
  }
}

const linesOf = (
  received: readonly ReceivedWebhook[],
  returned: ReadonlySet<ReceivedWebhook>,
  refused: readonly string[],
): readonly string[] => [
  ...received.map(
    (webhook) => `- ${JSON.stringify(webhook.payload)}${returned.has(webhook) ? ' (returned before)' : ''}`,
  ),
  ...refused.map((reason) => `- a request ${reason} (refused)`),
]

function timeoutError(type: string, timeoutMs: number, lines: readonly string[]): EmulatorTestError {
  const others = lines.length === 0 ? 'No webhooks arrived.' : ['These arrived:', ...lines].join('\n')
  return new EmulatorTestError('webhook_timeout', `No webhook ${type} arrived within ${timeoutMs} ms. ${others}`)
}
