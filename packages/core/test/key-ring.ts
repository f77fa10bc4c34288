import type { JsonWebKeyLike } from '../src/keys/json-web-key.js'
import { createQuickKey } from './quick-key.js'

/** A signing key of the service. It signs synchronously, so that a schedule of events is the same in every run. */
export interface RingKey {
  readonly jwk: JsonWebKeyLike
  /** A token issued at this time, in seconds, that never expires; with the kid of another key, a forgery. */
  token(issuedAt: number, kid?: string): string
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

export function createKeyRing(size: number, issuer: string): readonly RingKey[] {
  return Array.from({ length: size }, (_, at) => {
    const { n, e, sign } = createQuickKey()
    const ownKid = `key-${at}`
    const issued = new Map<string, string>()
    return {
      jwk: { kty: 'RSA', n, e, kid: ownKid },
      token(iat, kid = ownKid) {
        const claims = { iss: issuer, iat, exp: 9_000_000_000, sub: 'user', user_id: 'user' }
        const input = `${encode({ alg: 'RS256', kid })}.${encode(claims)}`
        const token = issued.get(input) ?? `${input}.${sign(input)}`
        issued.set(input, token)
        return token
      },
    }
  })
}
