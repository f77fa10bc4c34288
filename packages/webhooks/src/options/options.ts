import type { SeenStore } from '../delivery/seen-store.js'
import type { WebhookEvent } from '../event/events.js'

/** Options of `createWebhooks`. Only `secret` is required. */
export interface WebhooksOptions {
  /**
   * The signing secret of the endpoint, from the dashboard: `whsec_` and base64. Several while it is rotated: a signature
   * with any of them is good.
   */
  readonly secret: string | readonly string[] | undefined
  /** How far the time of a message may be from this clock, before and ahead. Default: 300, at most a day. */
  readonly toleranceSeconds?: number | undefined
  /** How long a body may be, in bytes. Default: 1 MiB, at most 100 MB. */
  readonly maxBodyBytes?: number | undefined
  /**
   * Where `handler` keeps the ids of messages that were handled, for three days. Default: none, so that each isolate knows
   * those that it handled itself, up to 10,000. Endpoints need a store each: the same message has the same id at all.
   */
  readonly seen?: SeenStore | undefined
  /** The clock, in milliseconds of Unix time. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
  /**
   * Called by `handler` with what a function for an event threw, before the answer 500, or what the store threw after an
   * event was handled. It is waited for. Do not log the event itself: those of `email.` contain links that log a user in.
   * If it throws or rejects, the handler rejects.
   */
  readonly onError?: ((error: unknown, event: WebhookEvent) => unknown) | undefined
}
