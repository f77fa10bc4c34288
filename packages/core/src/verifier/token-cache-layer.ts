import { createTokenCache } from '../token/token-cache.js'
import { cachedUsers } from '../user/cached-users.js'
import type { FindUser, UserSettings } from '../user/verify-user.js'

/** Puts a cache before the verification of tokens. */
export type TokenCacheLayer = (verify: FindUser, settings: UserSettings) => FindUser

/**
 * Caches verified tokens, never refusals, for one verifier.
 * @throws {TypeError} for a bound that is not a positive number of bytes
 */
export function tokenCache({ maxBytes = 8_388_608 }: { readonly maxBytes?: number | undefined } = {}): TokenCacheLayer {
  if (!(maxBytes > 0)) throw new TypeError('tokenCache: maxBytes must be a positive number')
  return (verify, settings) => cachedUsers(verify, settings, createTokenCache(maxBytes, settings.rules))
}
