import { WebhookError, type WebhookErrorCode } from '../errors/webhook-error.js'
import { type Bytes, fromBase64 } from './base64.js'

/** The three headers of a message, in the form that they must have. */
export interface SignedHeaders {
  readonly id: string
  /** In seconds, as sent: it is part of the signed content. */
  readonly timestamp: string
  /** Those of the version `v1`, an HMAC. Other versions are skipped. */
  readonly signatures: readonly Bytes[]
}

/**
 * Reads the headers of Svix or, where one is missing, that of the Standard Webhooks specification. An id is printable
 * ASCII without a dot, which ends it in the signed content. At most 16 signatures count.
 * @throws {WebhookError} `missing_header`, `bad_id`, `bad_timestamp`
 */
export function readSignedHeaders(headers: Pick<Headers, 'get'>): SignedHeaders {
  const read = (name: 'id' | 'timestamp' | 'signature', form = /./) => {
    const value = headers.get(`svix-${name}`) ?? headers.get(`webhook-${name}`) ?? ''
    if (form.test(value)) return value
    const code = value ? `bad_${name}` : 'missing_header'
    throw new WebhookError(code as WebhookErrorCode, `svix-${name} is ${value ? 'malformed' : 'missing'}`)
  }
  return {
    id: read('id', /^[!-\-/-~]{1,256}$/),
    timestamp: read('timestamp', /^\d{1,12}$/),
    signatures: read('signature')
      .split(' ', 16)
      .flatMap((entry) => (/^v1,/.test(entry) && fromBase64(entry.slice(3))) || []),
  }
}

/**
 * Refuses a message that was signed too long ago, or ahead of this clock. Exactly the tolerance passes.
 * @throws {WebhookError} `too_old`, `too_new`
 */
export function checkAge(timestamp: string, nowMs: number, toleranceSeconds: number): void {
  const now = Math.floor(nowMs / 1_000)
  const age = now - Number(timestamp)
  // Negated, so that a clock which gives no number refuses.
  if (!(Math.abs(age) <= toleranceSeconds))
    throw new WebhookError(age < 0 ? 'too_new' : 'too_old', `Signed at ${timestamp}, now it is ${now}`)
}
