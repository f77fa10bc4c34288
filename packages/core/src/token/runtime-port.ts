/** `Uint8Array<ArrayBuffer>`, which Web Crypto takes. TypeScript before 5.7 does not know it by that name. */
export type Bytes = ReturnType<typeof Uint8Array.from>

/** What core needs of its runtime, in the fastest form available. */
export interface Runtime {
  /** Decodes canonical base64url (base64url.ts). Gives nothing, or throws, for any other text. */
  fromBase64url(text: string): Bytes | undefined
  /** Encodes bytes as base64url without padding. */
  toBase64url(bytes: Uint8Array): string
  /** Imports a checked modulus and exponent, base64url; throws if the runtime cannot use them. */
  importKey(key: { readonly n: string; readonly e: string }): unknown
  /**
   * Verifies RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2.2) of bytes or an ASCII text, synchronously where that is
   * faster. `key` is the awaited result of `importKey`.
   */
  verify(key: never, signature: Bytes, data: Bytes | string): boolean | Promise<boolean>
}
