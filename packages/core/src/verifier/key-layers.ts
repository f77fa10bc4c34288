import { isSafeUrl } from '../checks/auth-url.js'
import { type Fetch, fetchKeySet } from '../keys/fetch-jwks.js'
import { type JsonWebKeySet, toVerificationKeys } from '../keys/json-web-key.js'
import type { JwksCache } from '../keys/jwks-cache.js'
import { createKeyMemory } from '../keys/key-memory.js'
import { fixedKeySet, fixedKeys } from '../keys/key-set.js'
import { parseVerifierKey } from '../keys/pem.js'
import { remoteKeys as createRemoteKeys } from '../keys/remote-keys.js'
import { sharedKeys } from '../keys/shared-keys.js'
import type { KeySource } from '../token/key-source.js'
import type { TokenRules } from '../token/verify-token.js'

/** The settings of a verifier that its key layer needs. */
export interface KeySettings {
  /** The origin of the auth URL. */
  readonly origin: string
  readonly rules: TokenRules
  readonly now: () => number
  readonly fetch: Fetch
}

/** Where a verifier gets its keys from: `remoteKeys`, `keysOf` or `pemKey`. */
export type KeyLayer = (settings: KeySettings) => KeySource

export interface RemoteKeysOptions {
  /** Where keys outlive the isolate: `kvJwksCache(env.JWKS)` of `./kv`, or any two methods. */
  readonly cache?: JwksCache | undefined
  /** Default: `/.well-known/jwks.json` on the auth URL. */
  readonly jwksUrl?: string | undefined
}

/**
 * The keys that the auth URL publishes: in memory, in a cache that isolates share, at the origin.
 * @throws {TypeError} when the verifier is created, for an address that is neither https nor on loopback
 */
export const remoteKeys =
  ({ cache, jwksUrl: address }: RemoteKeysOptions = {}): KeyLayer =>
  ({ origin, rules, now, fetch }) => {
    const jwksUrl = new URL(address ?? '/.well-known/jwks.json', origin).href
    for (const url of [new URL(origin), new URL(jwksUrl)])
      if (!isSafeUrl(url)) throw new TypeError(`Expected https, found ${url.origin}`)
    const { allowEmulator, clockToleranceSeconds } = rules
    const keyOrigin = { jwksUrl, allowEmulator, keyTimeoutMs: 3_000, fetch }
    const config = {
      jwksUrl,
      clockToleranceSeconds,
      maxKeyAgeMs: 86_400_000,
      now,
      fetchKeys: (askedAt: number) => fetchKeySet(keyOrigin, askedAt),
      shared: cache && sharedKeys({ cache, jwksUrl, issuer: rules.issuers.join(' '), allowEmulator }),
    }
    return createRemoteKeys(config, createKeyMemory(keyOrigin.keyTimeoutMs))
  }

/**
 * A key set given as an option: no network at all.
 * @throws {TypeError} when the verifier is created, if the set has no usable key
 */
export const keysOf =
  (jwks: JsonWebKeySet): KeyLayer =>
  ({ rules }) => {
    const keys = toVerificationKeys(jwks, rules.allowEmulator)
    if (!keys) throw new TypeError('keysOf: no usable key: RSA, 2048 bits or more, for RS256 signatures')
    return fixedKeys(fixedKeySet(keys))
  }

/**
 * A public key as PEM, in any form an environment variable mangles it to. Matches every kid.
 * @throws {TypeError} that names the form found
 */
export function pemKey(text: string): KeyLayer {
  const keys = fixedKeys(fixedKeySet([parseVerifierKey(text)], true))
  return () => keys
}
