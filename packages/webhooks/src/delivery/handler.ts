import { callable, check, plain } from '../checks/check.js'
import { WebhookError } from '../errors/webhook-error.js'
import type { WebhookEvent, WebhookEventOf, WebhookEventType } from '../event/events.js'
import { createRunOnce, type DeliverySettings } from './run-once.js'

/** Handles one event. What it returns is ignored, once it has settled. */
export type WebhookHandler<Event, Env, Context> = (event: Event, env: Env, context: Context) => unknown

/** A handler of a type that this package does not list; its parameter may be any event. */
interface UnlistedHandler<Env, Context> {
  // A method, so that handlers of listed types fit the index signature below.
  handle(event: WebhookEvent, env: Env, context: Context): unknown
}

type ListedHandlers<Env, Context> = {
  readonly [Type in WebhookEventType]?: WebhookHandler<WebhookEventOf<Type>, Env, Context>
}

/** Handlers by event type. `'*'` handles every type that has none. */
export interface WebhookHandlers<Env = unknown, Context = unknown> extends ListedHandlers<Env, Context> {
  readonly '*'?: WebhookHandler<WebhookEvent, Env, Context>
  readonly [type: string]: UnlistedHandler<Env, Context>['handle'] | undefined
}

/** What a platform passes after the request, as far as the handlers ask for it. */
export type WebhookPlatform<Env, Context> = unknown extends Context
  ? unknown extends Env
    ? unknown[]
    : [env: Env, ...others: unknown[]]
  : [env: Env, context: Context, ...others: unknown[]]

/** A Fetch handler for an endpoint. */
export type WebhookFetch<Env, Context> = (
  request: Request,
  ...platform: WebhookPlatform<Env, Context>
) => Promise<Response>

/** @throws {TypeError} at once, for handlers that are no plain object of functions */
export function createHandler<Env, Context>(
  verifyRequest: (request: Request) => Promise<WebhookEvent>,
  handlers: WebhookHandlers<Env, Context>,
  settings: DeliverySettings,
): WebhookFetch<Env, Context> {
  // Without a function for them, events are answered with 204 and never sent again.
  check('handler: functions', handlers, plain)
  const table = new Map(Object.entries(handlers))
  for (const [type, handle] of table) check(`handler: ${type}`, handle, callable)
  // Of this endpoint alone: another one gets the same message with the same id.
  const runOnce = createRunOnce(settings)

  return async (request, ...platform) => {
    let event: WebhookEvent
    try {
      event = await verifyRequest(request)
    } catch (error) {
      if (error instanceof WebhookError) return error.toResponse()
      throw error
    }
    try {
      const handle = table.get(event.eventType) ?? table.get('*')
      if (handle) await runOnce(event, () => handle(event, ...(platform as [Env, Context])))
      return new Response(null, { status: 204 })
    } catch (error) {
      // Awaited: Workers stop work that outlives the answer, and an unhandled rejection ends a Node process.
      await settings.onError(error, event)
      return new Response(null, { status: 500 })
    }
  }
}
