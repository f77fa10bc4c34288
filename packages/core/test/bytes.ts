import { decodeBytes } from '../src/token/base64url.js'
import type { Bytes } from '../src/token/runtime-port.js'

/** The bytes of base64url that is known to be good. */
export function toBytes(text: string): Bytes {
  const bytes = decodeBytes(text)
  if (!bytes) throw new Error(`not canonical base64url: ${text}`)
  return bytes
}
