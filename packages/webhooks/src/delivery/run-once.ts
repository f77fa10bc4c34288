import type { WebhookEvent } from '../event/events.js'
import type { SeenStore } from './seen-store.js'

/** What the delivery of events needs. */
export interface DeliverySettings {
  /** In milliseconds of Unix time. */
  readonly now: () => number
  readonly seen?: SeenStore | undefined
  readonly onError: (error: unknown, event: WebhookEvent) => unknown
}

/** Does the work for an event unless its id was handled before, and resolves when it is handled. */
export type RunOnce = (event: WebhookEvent, work: () => unknown) => Promise<void>

/** Three days. PropelAuth sends a message again for up to 28 hours. */
const ttlSeconds = 259_200
const maxHandled = 10_000
const pollMs = 25
/** A run without a heartbeat for so many polls, a second at least, was cancelled together with its request. */
const maxSilentPolls = 40

/**
 * Lets the first request with an id do the work while others wait, without sharing a promise: on Workers, a promise made
 * in one request never settles for another after the first one's client has disconnected. If the work fails, the next
 * one does it.
 */
export function createRunOnce(settings: DeliverySettings): RunOnce {
  /** The ids of runs under way, with their last heartbeats. */
  const runs = new Map<string, number>()
  /** The ids that were handled here, with the time of their expiry. A store such as KV may miss a recent write. */
  const handled = new Map<string, number>()
  /** Of all runs together, so that no two are equal. */
  let heartbeats = 0

  return async (event, work) => {
    const { id } = event
    for (let other = runs.get(id), silentPolls = 0; other && silentPolls < maxSilentPolls; ) {
      await new Promise((resolve) => setTimeout(resolve, pollMs))
      const last = other
      other = runs.get(id)
      silentPolls = other === last ? silentPolls + 1 : 0
    }
    const beat = () => runs.set(id, ++heartbeats)
    beat()
    const timer = setInterval(beat, pollMs)
    try {
      if ((handled.get(id) ?? 0) > settings.now() || (await settings.seen?.has(id))) return
      await work()
      handled.set(id, settings.now() + ttlSeconds * 1_000)
      const [oldest = id] = handled.keys()
      if (handled.size > maxHandled) handled.delete(oldest)
      try {
        await settings.seen?.add(id, { ttlSeconds })
      } catch (error) {
        // Sent again, it would be handled twice.
        await settings.onError(error, event)
      }
    } finally {
      clearInterval(timer)
      runs.delete(id)
    }
  }
}
