/** Modulus and exponent, base64url (RFC 7518 §6.3.1). */
export interface RsaPublicKey {
  readonly n: string
  readonly e: string
}

/** `Uint8Array<ArrayBuffer>`, which Web Crypto takes. TypeScript before 5.7 does not know it by that name. */
export type Bytes = ReturnType<typeof Uint8Array.from>

/** What core needs of its runtime, in the fastest form available. */
export interface Runtime {
  /** Decodes base64url. May throw for anything else, or decode it leniently. */
  fromBase64url(text: string): Bytes
  /** Encodes bytes as base64url without padding. */
  toBase64url(bytes: Uint8Array): string
  fromAscii(text: string): Bytes
  /** Imports a checked modulus and exponent; throws if the runtime cannot use them. */
  importKey(key: RsaPublicKey): unknown
  /**
   * Verifies RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2.2), synchronously where the runtime can. `key` is the
   * awaited result of `importKey`.
   */
  verify(key: never, signature: Bytes, data: Bytes): boolean | Promise<boolean>
}

/** Base64 of ECMAScript 2026, declared here until the library of TypeScript has it. */
interface NativeBase64 {
  fromBase64?(text: string, options: { readonly alphabet: 'base64url' }): Bytes
  readonly prototype: {
    toBase64?(options: { readonly alphabet: 'base64url'; readonly omitPadding: true }): string
  }
}

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

function fromBinary(binary: string): Bytes {
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}

/** In pieces: each byte becomes an argument, and a call may have tens of thousands of them at most. */
function toBinary(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return binary
}

function ofWeb(): Runtime {
  const { fromBase64, prototype } = Uint8Array as unknown as NativeBase64
  const { toBase64 } = prototype
  return {
    fromBase64url: (text) =>
      fromBase64
        ? fromBase64.call(Uint8Array, text, { alphabet: 'base64url' })
        : fromBinary(atob(text.replace(/-/g, '+').replace(/_/g, '/'))),
    toBase64url: (bytes) =>
      toBase64
        ? toBase64.call(bytes, { alphabet: 'base64url', omitPadding: true })
        : btoa(toBinary(bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, ''),
    fromAscii: (text) => new TextEncoder().encode(text),
    importKey: ({ n, e }) => crypto.subtle.importKey('jwk', { kty: 'RSA', n, e }, algorithm, false, ['verify']),
    verify: (key: CryptoKey, signature, data) => crypto.subtle.verify(algorithm, key, signature, data),
  }
}

/** The parts of Node's modules that are used, declared here so that core needs no Node typings. */
interface NodeCrypto {
  createPublicKey(input: { key: { kty: string; n: string; e: string }; format: 'jwk' }): object
  verify(algorithm: string, data: Uint8Array, key: object, signature: Uint8Array): boolean
}

interface NodeBuffer {
  from(text: string, encoding: 'base64url' | 'latin1'): Bytes
  from(buffer: ArrayBufferLike, offset: number, length: number): { toString(encoding: 'base64url'): string }
}

const ofNode = (node: NodeCrypto, { from }: NodeBuffer): Runtime => ({
  fromBase64url: (text) => from(text, 'base64url'),
  toBase64url: ({ buffer, byteOffset, byteLength }) => from(buffer, byteOffset, byteLength).toString('base64url'),
  fromAscii: (text) => from(text, 'latin1'),
  importKey: ({ n, e }) => node.createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' }),
  verify: (key: object, signature, data) => node.verify('sha256', data, key, signature),
})

interface Globals {
  readonly process?: {
    readonly env?: Readonly<Record<string, string | undefined>>
    getBuiltinModule?(name: string): unknown
  }
  readonly navigator?: { readonly userAgent?: string }
}

/** A built-in module of Node, if there is one. Some runtimes only resemble Node; the sandbox of Next.js throws. */
function builtin<Module>(name: string): Module | undefined {
  try {
    return (globalThis as Globals).process?.getBuiltinModule?.(name) as Module | undefined
  } catch {
    return undefined
  }
}

function choose(): Runtime {
  // Workers have these modules with Node compatibility, but there Web Crypto needs no other thread.
  if ((globalThis as Globals).navigator?.userAgent === 'Cloudflare-Workers') return ofWeb()
  const node = builtin<NodeCrypto>('node:crypto')
  const buffer = builtin<{ readonly Buffer: NodeBuffer }>('node:buffer')
  return node && buffer ? ofNode(node, buffer.Buffer) : ofWeb()
}

let chosen: Runtime | undefined

/**
 * The one place where core looks at its runtime. On Node, Bun and Deno, handing the work of `subtle` to another thread
 * costs more than the RSA itself (docs/architecture.md has the figures), so the synchronous call is used there.
 */
export function runtime(): Runtime {
  chosen ??= choose()
  return chosen
}

/** Web Crypto for the testing kit. Under jsdom the global `crypto` has no `subtle`, but Node still has one. */
export const subtleCrypto = (): SubtleCrypto =>
  (crypto as Partial<Crypto>).subtle ?? (builtin('node:crypto') as { readonly webcrypto: Crypto }).webcrypto.subtle

/**
 * Whether the process declares itself to be production, which switches off what is for development only. Deno throws
 * where the permission to read the variable is missing; it then counts as absent, as on Workers.
 */
export function isProduction(): boolean {
  try {
    return (globalThis as Globals).process?.env?.NODE_ENV === 'production'
  } catch {
    return false
  }
}
