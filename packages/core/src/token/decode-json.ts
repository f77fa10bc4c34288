import { isJsonObject, type JsonObject } from './read-claim.js'
import type { Bytes } from './runtime-port.js'

const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of a part, unless it is not UTF-8 or cannot be a JSON object. */
export function decodeText(bytes: Bytes): string | undefined {
  // The first byte must be a brace or white space. This refuses most garbage without an exception, which costs more.
  const first = bytes[0] ?? 0
  if (first > 0x20 && first !== 0x7b) return undefined
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

/** The JSON object that the text is; a byte-order mark is no part of one. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const object: unknown = JSON.parse(text)
    return isJsonObject(object) ? object : undefined
  } catch {
    return undefined
  }
}
