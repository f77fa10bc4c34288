import { runtime } from './runtime.js'
import type { Bytes } from './runtime-port.js'

/**
 * Decodes canonical base64url (RFC 4648 §3.5). Returns nothing for a text that differs after it is encoded again: it
 * has padding, white space, other characters, an impossible length, or unused bits that are not zero.
 */
export function decodeBytes(text: string): Bytes | undefined {
  try {
    return runtime().fromBase64url(text)
  } catch {
    return undefined
  }
}

/** Encodes bytes as base64url without padding. */
export const encodeBytes = (bytes: Uint8Array): string => runtime().toBase64url(bytes)
