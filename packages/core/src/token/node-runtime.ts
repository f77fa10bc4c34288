import type { Bytes, Runtime } from './runtime-port.js'
import { toBytes } from './web-runtime.js'

/** The parts of Node's modules that are used, declared here so that core needs no Node typings. */
interface NodeCrypto {
  createPublicKey(input: { key: { kty: string; n: string; e: string }; format: 'jwk' }): unknown
  verify(algorithm: string, data: Uint8Array, key: unknown, signature: Uint8Array): boolean
  verify(
    algorithm: string,
    data: Uint8Array,
    key: unknown,
    signature: Uint8Array,
    done: (error: Error | null, isSigned: boolean) => void,
  ): void
}

interface NodeBuffer {
  from(text: string, encoding: 'base64url'): Bytes & { toString(encoding: 'base64url'): string }
  from(buffer: ArrayBufferLike, offset: number, length: number): { toString(encoding: 'base64url'): string }
}

/** Long enough for the tokens of most users. */
const scratchBytes = 8_192

/**
 * Encodes ASCII without allocating. The result is valid only until the next call, so it must not be read after an
 * `await`.
 */
function createScratch(): (data: Bytes | string) => Bytes {
  const encoder = new TextEncoder()
  const scratch = new Uint8Array(scratchBytes)
  return (data) => {
    if (typeof data !== 'string' || data.length > scratchBytes) return toBytes(data)
    return scratch.subarray(0, encoder.encodeInto(data, scratch).written)
  }
}

/**
 * Node and Bun. A verification that is alone runs at once: handing it to another thread costs more than it takes.
 * Where several are under way they run on the thread pool, so that the event loop is free for the next request.
 */
export function nodeRuntime(
  node: NodeCrypto,
  { from }: NodeBuffer,
  /** Whether a call is one of several in this turn of the event loop. */
  isOneOfSeveral: () => boolean,
  web: Runtime,
): Runtime {
  const encodeForNow = createScratch()
  const hasNative = 'fromBase64' in Uint8Array
  const verifyOnThread = (key: unknown, signature: Bytes, data: Bytes | string) =>
    new Promise<boolean>((resolve) =>
      node.verify('sha256', toBytes(data), key, signature, (error, isSigned) => resolve(!error && isSigned)),
    )
  return {
    fromBase64url: hasNative
      ? web.fromBase64url
      : (text) => {
          const bytes = from(text, 'base64url')
          return bytes.toString('base64url') === text ? bytes : undefined
        },
    toBase64url: ({ buffer, byteOffset, byteLength }) => from(buffer, byteOffset, byteLength).toString('base64url'),
    importKey: ({ n, e }) => node.createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' }),
    verify: (key, signature, data) =>
      isOneOfSeveral()
        ? verifyOnThread(key, signature, data)
        : node.verify('sha256', encodeForNow(data), key, signature),
  }
}
