/** Modulus and exponent, base64url (RFC 7518 §6.3.1). */
export interface RsaPublicKey {
  readonly n: string
  readonly e: string
}

/** Verifies RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2.2). Answers at once where the runtime can. */
export interface SignatureVerifier {
  /** Makes a key of a checked modulus and exponent; throws if the runtime cannot use it. */
  importKey(key: RsaPublicKey): unknown
  /** `key` is what `importKey` gave, awaited. */
  verify(key: never, signature: Uint8Array<ArrayBuffer>, data: Uint8Array<ArrayBuffer>): boolean | Promise<boolean>
}

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

const webCrypto: SignatureVerifier = {
  importKey: ({ n, e }) => crypto.subtle.importKey('jwk', { kty: 'RSA', n, e }, algorithm, false, ['verify']),
  verify: (key: CryptoKey, signature, data) => crypto.subtle.verify(algorithm, key, signature, data),
}

/** What is used of `node:crypto`, written down here so that core needs no Node typings. */
interface NodeCrypto {
  createPublicKey(input: { key: { kty: string; n: string; e: string }; format: 'jwk' }): object
  verify(algorithm: string, data: Uint8Array, key: object, signature: Uint8Array): boolean
}

const synchronous = (node: NodeCrypto): SignatureVerifier => ({
  importKey: ({ n, e }) => node.createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' }),
  verify: (key: object, signature, data) => node.verify('sha256', data, key, signature),
})

interface Runtime {
  readonly process?: {
    readonly versions?: Readonly<Record<string, string | undefined>>
    readonly env?: Readonly<Record<string, string | undefined>>
    getBuiltinModule?(name: string): unknown
  }
  readonly navigator?: { readonly userAgent?: string }
}

const runtime = (): Runtime => globalThis as Runtime

/** Node itself: workerd, Deno and Bun have a `process`, too, but their Web Crypto is the quicker way. */
function nodeCrypto(): NodeCrypto | undefined {
  const { process, navigator } = runtime()
  const isNode = process?.versions?.node && /^(Node\.js|undefined)/.test(String(navigator?.userAgent))
  return isNode ? (process.getBuiltinModule?.('node:crypto') as NodeCrypto | undefined) : undefined
}

function choose(): SignatureVerifier {
  const node = nodeCrypto()
  return node ? synchronous(node) : webCrypto
}

let chosen: SignatureVerifier | undefined

/**
 * The one place where core looks at its runtime. On Node the hand-over of `subtle` to another thread costs more than
 * the RSA itself (docs/architecture.md has the figures), so the synchronous call is taken there.
 */
export function signatureVerifier(): SignatureVerifier {
  chosen ??= choose()
  return chosen
}

/** Whether the process declares itself to be production, which switches what is for development only off. */
export const isProduction = (): boolean => runtime().process?.env?.NODE_ENV === 'production'
