import { after } from '../async/maybe-promise.js'
import type { BearerToken } from '../request/bearer-token.js'
import { isRefusal } from '../response/refusal.js'
import { detach } from '../token/detach.js'
import { bytesOf, type TokenCache } from '../token/token-cache.js'
import type { VerifiedToken } from '../token/verify-token.js'
import type { Identified } from './principal.js'
import type { FindUser, UserSettings } from './verify-user.js'

function toEntry(token: BearerToken, { principal, kid }: Identified, { claims, payload, key }: VerifiedToken) {
  const { exp, iat, nbf = iat } = claims
  const value: Identified = { principal, cache: 'token', kid }
  return { token, value, key, exp, activeFrom: Math.max(iat, nbf), bytes: bytesOf(token, payload) }
}

/** Puts a cache of tokens before their verification. A cached result is valid while its key is still published. */
export function cachedUsers(verify: FindUser, { keys, now }: UserSettings, cache: TokenCache<Identified>): FindUser {
  /** Verifies again, and keeps the result; refusals are never kept. */
  const refill: FindUser = (token, context, isSlice) =>
    after(verify(token, context), (found) => {
      if (isRefusal(found) || !found.verified || !cache.admits(token)) return found
      cache.put(toEntry(isSlice ? (detach(token) as BearerToken) : token, found, found.verified))
      return found
    })

  return (token, context, isSlice) => {
    const at = now()
    const hit = cache.get(token, at / 1_000)
    if (!hit) return refill(token, context, isSlice)
    if (keys.isFresh(at)) return hit.value
    return after(keys.find(hit.key.kid, 0, context), (found) =>
      isRefusal(found) || hit.key.withdrawn ? refill(token, context, isSlice) : hit.value,
    )
  }
}
