import { type Bytes, runtime } from './runtime.js'

/**
 * The bytes of a text in the one spelling of base64url that RFC 4648 §3.5 calls canonical. What does not come out the
 * same when it is encoded again has padding, white space, foreign characters, an impossible length, or bits that carry
 * nothing and are not zero: there are no bytes for it.
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
