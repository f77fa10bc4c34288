import { decodeText, parseObject } from './decode-json.js'
import type { JsonObject } from './read-claim.js'
import type { Bytes } from './runtime-port.js'

/** The maximum length of a payload that is parsed before its signature is verified. */
const maxUnverifiedLength = 2_048
/** The maximum length of issuer and times together. */
const maxEarlyLength = 1_024

const earlyNames: readonly unknown[] = ['iss', 'iat', 'exp', 'nbf']
/** The length of `"\u0069\u0073\u0073"`, the longest spelling of an early name. */
const maxNameLength = 20

const whiteSpace = /[ \t\n\r]*/y

/** The index of the first character from `start` on that is not white space of JSON. */
function skipSpace(text: string, start: number): number {
  whiteSpace.lastIndex = start
  whiteSpace.test(text)
  return whiteSpace.lastIndex
}

/** The index of the closing quote of the string at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

/** The decoded name, unless it is too long for an early one. */
const readName = (quoted: string): string | undefined =>
  quoted.length > maxNameLength ? undefined : Object.keys(parseObject(`{${quoted}:0}`) ?? {})[0]

/** The member as JSON without white space around name and value, if it has an early name. */
function readEarlyMember(text: string, start: number, end: number): string | undefined {
  const nameStart = skipSpace(text, start)
  // Without a name, the search for its end would go beyond the member: many of them would take quadratic time.
  if (text[nameStart] !== '"') return undefined
  const nameEnd = endOfString(text, nameStart) + 1
  const name = readName(text.slice(nameStart, nameEnd))
  const colon = skipSpace(text, nameEnd)
  if (!earlyNames.includes(name) || text[colon] !== ':') return undefined
  return `"${name}":${text.slice(colon + 1, end).trim()}`
}

/** Extracts issuer and times, as JSON. Scans the top level of the text without parsing the rest. */
function pickEarlyMembers(text: string): string {
  const members: string[] = []
  let depth = 0
  let start = 0
  function endMember(end: number) {
    const member = readEarlyMember(text, start, end)
    if (member !== undefined) members.push(member)
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
