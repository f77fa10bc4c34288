import { createHandler, type WebhookFetch, type WebhookHandlers } from './delivery/handler.js'
import { WebhookError } from './errors/webhook-error.js'
import type { WebhookEvent } from './event/events.js'
import { toEvent } from './event/to-event.js'
import { isSigned } from './message/signature.js'
import { readSignedContent } from './message/signed-content.js'
import { checkAge, readSignedHeaders } from './message/signed-headers.js'
import type { WebhooksOptions } from './options/options.js'
import { readSettings } from './options/settings.js'

/** Verifies the webhooks of PropelAuth. */
export interface Webhooks {
  /**
   * The event of a request, if it was signed with one of the secrets within the tolerance. The body is read once, up to
   * `maxBodyBytes`; the method and the path are not checked. It does not tell whether the event was handled before.
   * @throws {WebhookError} with the reason as `code`
   * @throws {TypeError} if the body was read before
   */
  verifyRequest(request: Request): Promise<WebhookEvent>
  /**
   * A Fetch handler for an endpoint. It calls the function for the type of the event, or that for `'*'`, with the event
   * and what the platform passes after the request. The answers are
   * - 204 when that function has settled, when the message was handled before, and for types without a function;
   * - 500 when it threw: PropelAuth sends the message again;
   * - 400 or 413 for a request that `verifyRequest` refuses.
   *
   * Deliveries of one message at once call the function once; the others wait for it. That holds for an isolate, and with
   * the option `seen` for later deliveries everywhere.
   * @throws {TypeError} at once, for handlers that are no plain object of functions; later, if the body was read before
   *
   * @example
   * ```ts
   * export default {
   *   fetch: webhooks.handler({
   *     'user.created': async ({ userId, email }) => console.log(userId, email),
   *     '*': ({ eventType }) => console.log(`Not handled: ${eventType}`),
   *   }),
   * }
   * ```
   */
  handler<Env = unknown, Context = unknown>(handlers: WebhookHandlers<Env, Context>): WebhookFetch<Env, Context>
}

/**
 * Verifies webhooks by the signature of Svix, through which PropelAuth delivers them (Standard Webhooks: HMAC-SHA256 over
 * id, timestamp and body). Nothing is fetched.
 * @throws {TypeError} for an option that is unknown, missing or wrong; a secret is never quoted
 *
 * @example
 * ```ts
 * const webhooks = createWebhooks({ secret: process.env.PROPELAUTH_WEBHOOK_SECRET })
 * const event = await webhooks.verifyRequest(request)
 * if (event.eventType === 'user.created') console.log(event.userId)
 * ```
 */
export function createWebhooks(options: WebhooksOptions): Webhooks {
  const settings = readSettings(options)

  // The order of the checks. Each step sees only what passed the earlier ones.
  async function verifyRequest(request: Request): Promise<WebhookEvent> {
    const { id, timestamp, signatures } = readSignedHeaders(request.headers)
    checkAge(timestamp, settings.now(), settings.toleranceSeconds)
    if (request.bodyUsed) throw new TypeError('The body was read before')
    const prefix = `${id}.${timestamp}.`
    const content = await readSignedContent(prefix, request.body ?? [], settings.maxBodyBytes)
    const isGood = await isSigned(settings.secrets, content, signatures)
    if (!isGood) throw new WebhookError('no_match', 'No signature fits')
    return toEvent(id, timestamp, content.subarray(prefix.length))
  }

  return { verifyRequest, handler: (handlers) => createHandler(verifyRequest, handlers, settings) }
}
