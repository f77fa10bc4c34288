import { randomBytes } from 'node:crypto'
import { type SigningKey, secretFrom } from '../../store/signing-key.js'

const PREFIX = 'whsec_'
const KEY_BYTES = 24
const MIN_KEY_BYTES = 16
const MAX_KEY_BYTES = 75

/** A random signing secret of an endpoint. */
export const newWebhookSecret = (): string => PREFIX + randomBytes(KEY_BYTES).toString('base64')

/** The signing secret of an endpoint that was given none: the same after a restart and a reset. */
export function derivedWebhookSecret(signingKey: SigningKey, endpointId: string): string {
  const key = Buffer.from(secretFrom(signingKey, `webhook endpoint ${endpointId}`), 'hex')
  return PREFIX + key.subarray(0, KEY_BYTES).toString('base64')
}

export function isWebhookSecret(text: string): boolean {
  const key = signingKeyOf(text)
  const isCanonical = PREFIX + key.toString('base64') === text
  return isCanonical && key.length >= MIN_KEY_BYTES && key.length <= MAX_KEY_BYTES
}

export const WEBHOOK_SECRET_FORM = `whsec_ and the base64 of ${MIN_KEY_BYTES} to ${MAX_KEY_BYTES} bytes`

/** The key of a secret: what follows the prefix, decoded. */
export const signingKeyOf = (secret: string): Buffer => Buffer.from(secret.slice(PREFIX.length), 'base64')
