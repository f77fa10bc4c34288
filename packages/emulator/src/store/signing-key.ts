import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'

/** The RSA key pair of a project. */
export interface SigningKey {
  /** Starts with `emu_`. The verifier of this project rejects such keys outside local development. */
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly publicPem: string
  readonly jwk: PublicJwk
}

/** The public key as a JWK. */
export interface PublicJwk {
  readonly kty: 'RSA'
  readonly alg: 'RS256'
  readonly use: 'sig'
  readonly kid: string
  readonly n: string
  readonly e: string
}

/** A new RSA-2048 private key as PKCS#8 PEM. */
export function generateSigningKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** The key that was read last: the emulators of a test suite have the same one. */
let lastRead: { readonly pem: string; readonly key: SigningKey } | undefined

/** @throws {TypeError} if the PEM is not an RSA private key of at least 2048 bits */
export function readSigningKey(pem: string): SigningKey {
  if (lastRead?.pem !== pem) lastRead = { pem, key: parseSigningKey(pem) }
  return { ...lastRead.key, jwk: { ...lastRead.key.jwk } }
}

function parseSigningKey(pem: string): SigningKey {
  const privateKey = createPrivateKey(pem)
  if (privateKey.asymmetricKeyType !== 'rsa' || (privateKey.asymmetricKeyDetails?.modulusLength ?? 0) < 2048) {
    throw new TypeError('signingKey must be an RSA private key of at least 2048 bits, as PKCS#8 PEM')
  }
  const publicKey = createPublicKey(privateKey)
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
  const digest = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
  const kid = `emu_${digest.slice(0, 32)}`
  return {
    kid,
    privateKey,
    publicKey,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    jwk: { kty: 'RSA', alg: 'RS256', use: 'sig', kid, n, e },
  }
}

/** A secret of the project for one purpose: as secret as the key, and the same after a restart. */
export function secretFrom({ privateKey }: SigningKey, purpose: string): string {
  return createHmac('sha256', privateKey.export({ type: 'pkcs8', format: 'der' }))
    .update(purpose)
    .digest('hex')
}
