import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { isObject, type JsonObject } from '../values/json.js'

/** A webhook with a valid signature. */
export interface ReceivedWebhook {
  /** The same in every attempt. */
  readonly id: string
  /** When it was signed, in Unix seconds. */
  readonly timestamp: number
  readonly eventType: string
  /** The event as it was sent, with `event_type` and names in snake_case. */
  readonly payload: JsonObject
}

const TOLERANCE_SECONDS = 300

/**
 * Verifies a message as Svix and the Standard Webhooks specification do. It has no code in common with what signs it, nor
 * with `@propelauth-edge/webhooks`. Returns the webhook, or what is wrong with it.
 * @param now Unix seconds
 */
export function verifyWebhook(
  secret: string,
  headers: IncomingHttpHeaders,
  body: string,
  now: number,
): ReceivedWebhook | string {
  const { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': signatures } = headers
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string')
    return 'without the headers svix-id, svix-timestamp and svix-signature'
  if (!(Math.abs(now - Number(timestamp)) <= TOLERANCE_SECONDS)) return `with the time ${timestamp}, and it is ${now}`
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest()
  if (!signatures.split(' ').some((signature) => isSignature(signature, expected))) return 'with another signature'
  const payload: unknown = JSON.parse(body)
  if (!isObject(payload)) return 'with a body that is no object'
  // Parsed JSON has JSON values.
  return { id, timestamp: Number(timestamp), eventType: String(payload.event_type), payload: payload as JsonObject }
}

function isSignature(text: string, expected: Buffer): boolean {
  const [version, encoded = ''] = text.split(',')
  const signature = Buffer.from(encoded, 'base64')
  return version === 'v1' && signature.length === expected.length && timingSafeEqual(signature, expected)
}
