import { decodeBytes } from './base64url.js'
import { decodeText, parseObject } from './decode-json.js'
import type { JsonObject } from './read-claim.js'

/** The claims of a token as it says them, whether or not it is expired. Unverified: they must never admit anyone. */
export function readUnverified(token: string): JsonObject {
  const bytes = decodeBytes(token.split('.')[1] ?? '')
  const text = bytes && decodeText(bytes)
  return (text && parseObject(text)) || {}
}
