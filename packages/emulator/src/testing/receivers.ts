import type { WebhookFetch } from '../delivery/send.js'
import { newUuid } from '../values/ids.js'

/** No app has this name (RFC 6761, section 6.4). */
const ORIGIN = 'http://wait-for-webhook.invalid'

const receivers = new Map<string, WebhookFetch>()

/** Makes a function the receiver of a new URL. Its removal leaves requests that are under way without an effect. */
export function addReceiver(receive: WebhookFetch): { readonly url: string; remove(): void } {
  const url = `${ORIGIN}/${newUuid()}`
  receivers.set(url, receive)
  return { url, remove: () => void receivers.delete(url) }
}

/** Hands the requests of receivers to them, in this process. All others are sent as the option says. */
export const throughReceivers =
  (send: WebhookFetch = (request) => fetch(request)): WebhookFetch =>
  (request) => {
    if (new URL(request.url).origin !== ORIGIN) return send(request)
    return receivers.get(request.url)?.(request) ?? new Response(null, { status: 410 })
  }
