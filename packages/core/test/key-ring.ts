import { generateKeyPairSync, sign } from 'node:crypto'
import type { JsonWebKeyLike } from '../src/keys/json-web-key.js'

/** A signing key of the service. It signs synchronously, so that a schedule of events is the same in every run. */
export interface RingKey {
  readonly jwk: JsonWebKeyLike
  /** A token issued at this time, in seconds, that never expires; with the kid of another key, a forgery. */
  token(issuedAt: number, kid?: string): string
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

export function createKeyRing(size: number, issuer: string): readonly RingKey[] {
  return Array.from({ length: size }, (_, at) => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const ownKid = `key-${at}`
    // A signature of this kind is the same each time.
    const issued = new Map<string, string>()
    return {
      jwk: { ...publicKey.export({ format: 'jwk' }), kid: ownKid },
      token(iat, kid = ownKid) {
        const claims = { iss: issuer, iat, exp: 9_000_000_000, sub: 'user', user_id: 'user' }
        const input = `${encode({ alg: 'RS256', kid })}.${encode(claims)}`
        const token =
          issued.get(input) ?? `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`
        issued.set(input, token)
        return token
      },
    }
  })
}
