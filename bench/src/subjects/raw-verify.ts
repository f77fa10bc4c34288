import { createPublicKey, verify as verifySync } from 'node:crypto'
import { bearerOf, everywhere, type Subject, type Verifier } from './subject.ts'

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

type Check = (signature: Uint8Array<ArrayBuffer>, data: Uint8Array<ArrayBuffer>) => boolean | Promise<boolean>

const bytesOf = (base64url: string) => new Uint8Array(Buffer.from(base64url, 'base64url'))

/** The RSA operation and nothing else: the bytes lie ready, and no claim is read. */
function toVerifier(check: Check): Verifier {
  const prepared = new WeakMap<Request, readonly [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>]>()
  return {
    prepare(request) {
      const token = bearerOf(request)
      const dot = token.lastIndexOf('.')
      prepared.set(request, [bytesOf(token.slice(dot + 1)), new TextEncoder().encode(token.slice(0, dot))])
    },
    async verify(request) {
      const [signature, data] = prepared.get(request) ?? []
      return signature && data && (await check(signature, data)) ? 'verified' : undefined
    },
  }
}

export const rawSubtle: Subject = {
  name: 'raw subtle.verify',
  packages: [],
  runtimes: everywhere,
  isFloor: true,
  async createVerifier({ jwk }) {
    const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify'])
    return toVerifier((signature, data) => crypto.subtle.verify(algorithm, key, signature, data))
  },
}

export const rawNodeCrypto: Subject = {
  name: 'raw node:crypto verify',
  packages: [],
  runtimes: everywhere,
  isFloor: true,
  createVerifier({ pem }) {
    const key = createPublicKey(pem)
    return toVerifier((signature, data) => verifySync('sha256', data, key, signature))
  },
}
