/** `Uint8Array<ArrayBuffer>`, which Web Crypto takes. TypeScript before 5.7 does not know it by that name. */
export type Bytes = ReturnType<typeof Uint8Array.from>

/** Decodes standard base64 (RFC 4648 §4). Returns nothing for a text that is not the canonical spelling of its bytes. */
export function fromBase64(text: string): Bytes | undefined {
  try {
    const binary = atob(text)
    if (btoa(binary) === text) return Uint8Array.from(binary, (char) => char.charCodeAt(0))
  } catch {
    // Foreign characters, or an impossible length.
  }
  return undefined
}
