import { type ClaimRules, checkTimes, type TokenTimes } from './claims.js'
import type { Identified } from './principal.js'
import { runtime } from './runtime.js'
import type { VerificationKey } from './verification-key.js'

/** A verified token and what must still hold each time it comes again. */
export interface RememberedToken extends Identified, TokenTimes {
  readonly token: string
  readonly key: VerificationKey
  /** What it takes in memory, by `bytesOf`. */
  readonly bytes: number
}

/** Remembers verified tokens, never refusals, within a bound in bytes. One cache per instance. */
export interface TokenCache {
  /** What was remembered for exactly this token, if its times and its key still hold. `now` in seconds. */
  get(token: string, now: number): RememberedToken | undefined
  put(remembered: RememberedToken): void
}

/**
 * Where to look for a token: a number made of its last characters, the end of a signature that only the issuer can
 * make. Hashing all of it costs more than comparing it, and equality decides anyway.
 */
function placeOf(token: string): number {
  let place = 0
  for (let at = token.length - 8; at < token.length; at++) place = (place * 31 + token.charCodeAt(at)) & 0x3fffffff
  return place
}

function count(text: string, mark: string): number {
  let found = 0
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + 1)) found++
  return found
}

/**
 * What a token and its user take in memory, estimated. A usual user takes as much as the token; but a text of empty
 * lists, say, becomes twenty times as much, so every value and every object that begins in the payload counts as well.
 * The oddest payload measured (nested objects, no name of which any other token has) takes 1.4 times the estimate.
 */
export function bytesOf(token: string, payload: string): number {
  const parts = count(payload, ',') + count(payload, '[') + count(payload, '{')
  return Math.max(2 * token.length + 256, 96 * parts)
}

/**
 * The token as a text of its own. Cut out of a header with many cookies it would keep all of them in memory, beyond
 * every bound.
 */
export const detach = (token: string): string => new TextDecoder().decode(runtime().fromAscii(token))

/** Two generations: what is asked for moves to the younger one; when that is half full, the older one is dropped. */
export function createTokenCache(maxBytes: number, rules: ClaimRules): TokenCache {
  let young = new Map<number, RememberedToken>()
  let old = new Map<number, RememberedToken>()
  let youngBytes = 0

  function put(remembered: RememberedToken) {
    const { bytes } = remembered
    if (bytes > maxBytes / 2) return
    if (youngBytes + bytes > maxBytes / 2) {
      old = young
      young = new Map()
      youngBytes = 0
    }
    const place = placeOf(remembered.token)
    // Requests that come at the same time verify the same token, and each puts it here: it counts once.
    youngBytes += bytes - (young.get(place)?.bytes ?? 0)
    young.set(place, remembered)
  }

  return {
    put,
    get(token, now) {
      const place = placeOf(token)
      const recent = young.get(place)
      const found = recent ?? old.get(place)
      if (found?.token !== token || found.key.withdrawn || checkTimes(found, rules, now)) return undefined
      if (!recent) put(found)
      return found
    },
  }
}
