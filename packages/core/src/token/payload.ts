import type { JsonObject } from './claims.js'
import { decodeText, parseObject } from './decode-json.js'
import type { Bytes } from './runtime.js'

/** A payload of up to this length is parsed as a whole before its signature is verified. */
const maxUnverifiedLength = 2_048
/** The longest text of issuer and times together. */
const maxEarlyLength = 1_024

/** `iss`, `iat`, `exp`, `nbf`, and every name with an escape, which may be one of them. */
const earlyMember = /\s*"(?:(?:iss|iat|exp|nbf)"|[^"]*\\)/y

/** The index of the quote that ends the string which starts at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

/** Issuer and times as JSON. Walks over the text without parsing it. */
function pickEarlyMembers(text: string): string {
  const members: string[] = []
  let depth = 0
  let start = 0
  function endMember(end: number) {
    earlyMember.lastIndex = start
    if (earlyMember.test(text)) members.push(text.slice(start, end))
    start = end + 1
  }
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '"':
        at = endOfString(text, at)
        break
      case '{':
      case '[':
        if (depth++ === 0) start = at + 1
        break
      case '}':
      case ']':
        if (--depth === 0) endMember(at)
        break
      case ',':
        if (depth === 1) endMember(at)
    }
  }
  return `{${members.join()}}`
}

/** The payload of a token whose signature is not verified yet. */
export interface Payload {
  readonly text: string
  /** Issuer and times, at least. */
  readonly early: JsonObject
  /** All claims, for after the signature. */
  parse(): JsonObject | undefined
}

/**
 * Reads a payload as far as it is needed before its signature is verified. A long one is not parsed: whoever can send
 * requests can make JSON that takes as long to parse as a hundred signatures take to verify.
 */
export function readPayload(bytes: Bytes): Payload | undefined {
  const text = decodeText(bytes)
  if (text === undefined) return undefined
  if (text.length <= maxUnverifiedLength) {
    const claims = parseObject(text)
    return claims && { text, early: claims, parse: () => claims }
  }
  const members = pickEarlyMembers(text)
  const early = members.length <= maxEarlyLength ? parseObject(members) : undefined
  return early && { text, early, parse: () => parseObject(text) }
}
