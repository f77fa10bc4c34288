import { type Bytes, runtime } from './runtime.js'

/**
 * Decodes canonical base64url (RFC 4648 §3.5). Returns nothing for a text that differs after it is encoded again: it
 * has padding, white space, other characters, an impossible length, or unused bits that are not zero.
 */
export function decodeBytes(text: string): Bytes | undefined {
  const { fromBase64url, toBase64url } = runtime()
  try {
    const bytes = fromBase64url(text)
    return toBase64url(bytes) === text ? bytes : undefined
  } catch {
    return undefined
  }
}

/** Encodes bytes as base64url without padding. */
export const encodeBytes = (bytes: Uint8Array): string => runtime().toBase64url(bytes)
