import { WebhookError } from '../errors/webhook-error.js'
import type { WebhookEvent } from './events.js'

/** From snake_case. Underscores that join no words, as in `__proto__`, stay. */
const toCamelCase = (key: string) => key.replace(/(?<=[^_])_([a-z])/g, (_, letter) => letter.toUpperCase())

/**
 * The event of a verified body. Only the names of the payload's own fields change: values, and the keys in them, are
 * passed on as they are.
 * @throws {WebhookError} `body_not_json`
 */
export function toEvent(id: string, timestamp: string, body: Uint8Array): WebhookEvent {
  try {
    // Throws for bytes that are not UTF-8, and keeps a byte order mark, which JSON does not allow.
    const raw = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
    const payload = JSON.parse(raw)
    if (/^\s*{/.test(raw)) {
      const type = payload.event_type
      // `fromEntries` defines keys where an assignment would run a setter: `__proto__` stays a key.
      const fields = Object.fromEntries(Object.entries(payload).map(([key, value]) => [toCamelCase(key), value]))
      const eventType = typeof type === 'string' ? type : ''
      return { ...fields, id, timestamp: Number(timestamp), raw, eventType } as WebhookEvent
    }
  } catch {
    // Thrown below, without a cause: the message of the parser quotes the body.
  }
  throw new WebhookError('body_not_json', 'The body is no JSON object')
}
