import type { Bytes, Runtime } from './runtime-port.js'

/** Base64 of ECMAScript 2026, declared here until the library of TypeScript has it. */
interface NativeBase64 {
  fromBase64?(text: string, options: { readonly alphabet: 'base64url' }): Bytes
  readonly prototype: {
    toBase64?(options: { readonly alphabet: 'base64url'; readonly omitPadding: true }): string
  }
}

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

function fromBinary(binary: string): Bytes {
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}

/** In pieces: each byte becomes an argument, and a call may have tens of thousands of them at most. */
function toBinary(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return binary
}

/** The last characters whose unused bits are zero, by the length of the text modulo 4. */
const canonicalEnds = ['', undefined, 'AQgw', 'AEIMQUYcgkosw048']

/**
 * Whether a text that the native decoder accepts is canonical. The decoder refuses foreign characters; the length of
 * the result shows padding and white space, the last character shows unused bits.
 */
function isCanonical(text: string, bytes: Uint8Array): boolean {
  const rest = text.length % 4
  const isWhole = rest === 0 || canonicalEnds[rest]?.includes(text[text.length - 1] ?? '') === true
  return isWhole && bytes.length === (text.length * 3) >> 2
}

/** A copy for work that outlives the call. */
export const toBytes = (data: Bytes | string): Bytes =>
  typeof data === 'string' ? new TextEncoder().encode(data) : data

/** The runtime by Web standards alone. */
export function webRuntime(): Runtime {
  // Members that this library of TypeScript does not declare.
  const { fromBase64, prototype } = Uint8Array as unknown as NativeBase64
  const { toBase64 } = prototype
  const toBase64url = (bytes: Uint8Array) =>
    toBase64
      ? toBase64.call(bytes, { alphabet: 'base64url', omitPadding: true })
      : btoa(toBinary(bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
  return {
    fromBase64url(text) {
      const bytes = fromBase64
        ? fromBase64.call(Uint8Array, text, { alphabet: 'base64url' })
        : fromBinary(atob(text.replace(/-/g, '+').replace(/_/g, '/')))
      return (fromBase64 ? isCanonical(text, bytes) : toBase64url(bytes) === text) ? bytes : undefined
    },
    toBase64url,
    importKey: ({ n, e }) => crypto.subtle.importKey('jwk', { kty: 'RSA', n, e }, algorithm, false, ['verify']),
    verify: (key: CryptoKey, signature, data) => crypto.subtle.verify(algorithm, key, signature, toBytes(data)),
  }
}
