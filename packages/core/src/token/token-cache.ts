import { type ClaimRules, checkTimes, type TokenTimes } from './claims.js'
import type { VerificationKey } from './verification-key.js'

/** A verified token, its value, and the data that is checked again on every hit. */
export interface CachedToken<Value extends object> extends TokenTimes {
  readonly token: string
  readonly value: Value
  readonly key: VerificationKey
  /** Its size in memory, by `bytesOf`. */
  readonly bytes: number
}

/** Caches verified tokens, never refusals, up to a number of bytes. Instances of `memoizeByEnv` with equal data share one. */
export interface TokenCache<Value extends object> {
  /** The entry of exactly this token, if it is still active and its key still published. `now` in seconds. */
  get(token: string, now: number): CachedToken<Value> | undefined
  /** Whether a verified token is to be put. Call it once for each verification. */
  admits(token: string): boolean
  put(entry: CachedToken<Value>): void
}

/**
 * A hash of the last 8 characters: the end of a signature that only the issuer can make. The whole token is compared
 * afterwards; hashing all of it costs more than comparing it.
 */
function bucketOf(token: string): number {
  let bucket = 0
  for (let at = token.length - 8; at < token.length; at++) bucket = (bucket * 31 + token.charCodeAt(at)) & 0x3fffffff
  return bucket
}

function count(text: string, mark: string): number {
  let found = 0
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + 1)) found++
  return found
}

/**
 * The estimated size of a token and its user in memory. A usual user takes as much as the token, but a payload of empty
 * lists takes twenty times its length, so every value, list and object of the payload counts as well. The worst payload
 * measured (nested objects with unique names) takes 1.4 times the estimate.
 */
export function bytesOf(token: string, payload: string): number {
  const parts = count(payload, ',') + count(payload, '[') + count(payload, '{')
  return Math.max(2 * token.length + 256, 96 * parts)
}

/** How many tokens that have come once are recognised when they come again. */
const recentTokens = 4_096

/** Remembers tokens by their hash, without keeping them: whether a token is one of the recent ones. */
function createRecency(): (bucket: number) => boolean {
  const recent = new Int32Array(recentTokens)
  return (bucket) => {
    const slot = bucket % recentTokens
    if (recent[slot] === bucket) return true
    recent[slot] = bucket
    return false
  }
}

/**
 * Two generations: a hit moves to the young one; when that holds half of the bytes, the old one is dropped.
 *
 * Once there was more than fits, a token is admitted when it comes for the second time. Most tokens of a busy server
 * come once: to keep each for a while would cost the garbage collector up to a third of a verification, and evict tokens
 * that are in use.
 */
export function createTokenCache<Value extends object>(maxBytes: number, rules: ClaimRules): TokenCache<Value> {
  let young = new Map<number, CachedToken<Value>>()
  let old = new Map<number, CachedToken<Value>>()
  let youngBytes = 0
  let isRecent: ReturnType<typeof createRecency> | undefined

  function store(bucket: number, entry: CachedToken<Value>) {
    const { bytes } = entry
    if (bytes > maxBytes / 2) return
    if (youngBytes + bytes > maxBytes / 2) {
      old = young
      young = new Map()
      youngBytes = 0
      isRecent ??= createRecency()
    }
    // Concurrent requests verify the same token and each puts it here; it counts once.
    youngBytes += bytes - (young.get(bucket)?.bytes ?? 0)
    young.set(bucket, entry)
  }

  return {
    admits: (token) => isRecent?.(bucketOf(token)) ?? true,
    put: (entry) => store(bucketOf(entry.token), entry),
    get(token, now) {
      const bucket = bucketOf(token)
      const recent = young.get(bucket)
      const found = recent ?? old.get(bucket)
      if (found?.token !== token || found.key.withdrawn || checkTimes(found, rules, now)) return undefined
      if (!recent) store(bucket, found)
      return found
    },
  }
}
