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

/** What is stored. The value is held weakly until the token comes again. */
interface Entry<Value extends object> extends Omit<CachedToken<Value>, 'value'> {
  value: Value | undefined
  readonly weak: { deref(): Value | undefined } | undefined
}

/** A weak reference; none on Workers with an older compatibility date, which lack it. */
function toWeak<Value extends object>(value: Value): Entry<Value>['weak'] {
  const Reference = (globalThis as { WeakRef?: typeof WeakRef }).WeakRef
  return Reference && new Reference(value)
}

/**
 * Two generations: a hit moves to the young one; when that holds half of the bytes, the old one is dropped.
 *
 * Most tokens of a busy server come once. To keep the users of those alive costs the garbage collector up to a third of
 * a verification, so a value is held weakly at first. A token that comes again after its value was collected is a miss;
 * then the value is held for good.
 */
export function createTokenCache<Value extends object>(maxBytes: number, rules: ClaimRules): TokenCache<Value> {
  let young = new Map<number, Entry<Value>>()
  let old = new Map<number, Entry<Value>>()
  let youngBytes = 0

  function store(bucket: number, entry: Entry<Value>) {
    const { bytes } = entry
    if (bytes > maxBytes / 2) return
    if (youngBytes + bytes > maxBytes / 2) {
      old = young
      young = new Map()
      youngBytes = 0
    }
    // Concurrent requests verify the same token and each puts it here; it counts once.
    youngBytes += bytes - (young.get(bucket)?.bytes ?? 0)
    young.set(bucket, entry)
  }

  return {
    put({ token, key, exp, activeFrom, bytes, value }) {
      const bucket = bucketOf(token)
      const isRepeated = (young.get(bucket) ?? old.get(bucket))?.token === token
      const weak = isRepeated ? undefined : toWeak(value)
      store(bucket, { token, key, exp, activeFrom, bytes, value: weak ? undefined : value, weak })
    },
    get(token, now) {
      const bucket = bucketOf(token)
      const recent = young.get(bucket)
      const found = recent ?? old.get(bucket)
      if (found?.token !== token || found.key.withdrawn || checkTimes(found, rules, now)) return undefined
      found.value ??= found.weak?.deref()
      if (!found.value) return undefined
      if (!recent) store(bucket, found)
      return found as CachedToken<Value>
    },
  }
}
