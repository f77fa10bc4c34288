import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newHex } from './ids.js'

/** The RSA key that signs a project's access tokens. */
export interface SigningKey {
  /** Starts with `emu_`, which the library refuses outside local development. */
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly publicPem: string
  readonly jwk: PublicJwk
}

/** A public key as the JWKS publishes it. */
export interface PublicJwk {
  readonly kty: 'RSA'
  readonly alg: 'RS256'
  readonly use: 'sig'
  readonly kid: string
  readonly n: string
  readonly e: string
}

export interface Credentials {
  readonly apiKey: string
  readonly signingKey: SigningKey
}

/** A fresh RSA-2048 key, as PKCS#8 PEM. */
export function generateSigningKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** @throws {TypeError} when the PEM is not an RSA private key of at least 2048 bits */
export function readSigningKey(pem: string): SigningKey {
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

/** The prefix lets a reader, and a secret scanner, tell an emulator key from a real one (96 hexadecimal characters). */
export const newApiKey = (): string => `emu_${newHex(46)}`

/** Reads the credentials kept in `directory`, or makes them at the first start. */
export function loadCredentials(directory: string): Credentials {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const file = join(directory, 'credentials.json')
  const stored = readStored(file) ?? writeNew(directory, file)
  return { apiKey: stored.apiKey, signingKey: readSigningKey(stored.signingKey) }
}

interface StoredCredentials {
  readonly apiKey: string
  readonly signingKey: string
}

function readStored(file: string): StoredCredentials | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
  return JSON.parse(text)
}

// Written aside and then linked into place, so that a kill leaves no half file and, of two first starts at once, one wins.
function writeNew(directory: string, file: string): StoredCredentials {
  const fresh: StoredCredentials = { apiKey: newApiKey(), signingKey: generateSigningKey() }
  const draft = join(directory, `credentials.${newHex(8)}.tmp`)
  writeFileSync(draft, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  try {
    linkSync(draft, file)
    return fresh
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error
    return readStored(file) ?? fresh
  } finally {
    rmSync(draft)
  }
}

export function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
