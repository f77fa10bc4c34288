import { verify } from 'hono/jwt'
import { everywhere, type Subject, throwing } from './subject.ts'

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

/** An imported key, since hono/jwt would import a PEM or JWK anew for every token. */
export const toCryptoKey = (jwk: JsonWebKey): Promise<CryptoKey> =>
  crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify'])

export const honoJwt: Subject = {
  name: 'hono/jwt',
  packages: ['hono'],
  runtimes: everywhere,
  async createVerifier({ issuer, jwk }) {
    const key = await toCryptoKey(jwk)
    return throwing((token) => verify(token, key, { alg: 'RS256', iss: issuer }))
  },
}
