/**
 * Whether the text is base64url in the one spelling RFC 4648 §3.5 calls canonical: no padding, no impossible length,
 * the bits that carry nothing zero. The alphabet is for the caller to check.
 */
export function isCanonical(text: string): boolean {
  const rest = text.length % 4
  if (rest === 0) return true
  return rest === 2 ? /[AQgw]$/.test(text) : rest === 3 && /[AEIMQUYcgkosw048]$/.test(text)
}

/** The bytes as a string of one character each. */
const toBinary = (text: string) => atob(text.replace(/-/g, '+').replace(/_/g, '/'))

function toBytes(binary: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}

/** Decodes base64url; throws on characters outside base64. */
export const decodeBytes = (text: string): Uint8Array<ArrayBuffer> => toBytes(toBinary(text))

/** Decodes base64url to text; throws on anything that is not UTF-8. A byte-order mark is kept, so JSON refuses it. */
export function decodeText(text: string): string {
  const binary = toBinary(text)
  if (/^[\0-\x7f]*$/.test(binary)) return binary
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(toBytes(binary))
}

/** Encodes bytes as base64url without padding. */
export function encodeBytes(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}
