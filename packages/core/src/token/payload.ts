import type { JsonObject } from './claims.js'
import { decodeText, parseObject } from './decode-json.js'
import type { Bytes } from './runtime.js'

/** The maximum length of a payload that is parsed before its signature is verified. */
const maxUnverifiedLength = 2_048
/** The maximum length of issuer and times together. */
const maxEarlyLength = 1_024

/** A member named `iss`, `iat`, `exp` or `nbf`, or by a name with an escape, which may be one of these. */
const earlyMember = /\s*"(?:(?:iss|iat|exp|nbf)"|[^"]*\\)/y

/** The index of the closing quote of the string at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

/** Extracts issuer and times, as JSON. Scans the top level of the text without parsing the rest. */
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

/** A payload before its signature is verified. */
export interface Payload {
  readonly text: string
  /** Issuer and times, at least. */
  readonly early: JsonObject
  /** Parses all claims. Call it after the signature is verified. */
  parse(): JsonObject | undefined
}

/**
 * Reads the claims that are checked before the signature. A long payload is not parsed for that: JSON of 30 KB can take
 * as long to parse as 80 signatures take to verify.
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
