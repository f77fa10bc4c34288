import type { Bytes, Runtime } from './runtime-port.js'
import { toBytes } from './web-runtime.js'

/** The parts of Node's modules that are used, declared here so that core needs no Node typings. */
interface NodeKey {
  export(options: { format: 'jwk' }): Parameters<Runtime['importKey']>[0]
}

interface NodeCrypto {
  createPublicKey(input: { key: { kty: string; n: string; e: string }; format: 'jwk' }): NodeKey
  verify(algorithm: string, data: Uint8Array, key: NodeKey, signature: Uint8Array): boolean
  verify(
    algorithm: string,
    data: Uint8Array,
    key: NodeKey,
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

/** Verification on other threads. */
interface Threads {
  verify(key: NodeKey, signature: Bytes, data: Bytes | string): Promise<boolean>
  /** Whether a verification is under way there; left out where that is no reason to use them. */
  isBusy?(): boolean
}

/** Hands a verification to the thread pool of Node or Bun. */
export const onThreadPool = (node: NodeCrypto): Threads => ({
  verify: (key, signature, data) =>
    new Promise((resolve) =>
      node.verify('sha256', toBytes(data), key, signature, (error, isSigned) => resolve(!error && isSigned)),
    ),
})

/**
 * The same for Deno, whose `node:crypto` has no thread pool, but whose `subtle` has. A verification at once takes so long
 * there that none is made while threads are busy.
 */
export function onSubtle({ importKey, verify }: Runtime): Required<Threads> {
  const imported = new WeakMap<NodeKey, Promise<unknown>>()
  let underWay = 0
  return {
    isBusy: () => underWay > 0,
    async verify(key, signature, data) {
      underWay++
      try {
        const own = imported.get(key) ?? Promise.resolve(importKey(key.export({ format: 'jwk' })))
        imported.set(key, own)
        return await verify((await own) as never, signature, data)
      } finally {
        underWay--
      }
    },
  }
}

/**
 * Node, Bun and Deno. A verification that is alone runs at once: handing it to another thread costs more than it takes.
 * Where several are under way they run on threads, so that the event loop is free for the next request.
 */
export function nodeRuntime(
  node: NodeCrypto,
  { from }: NodeBuffer,
  /** Whether a call is one of several in this turn of the event loop. */
  isOneOfSeveral: () => boolean,
  threads: Threads,
  web: Runtime,
): Runtime {
  const encodeForNow = createScratch()
  const hasNative = 'fromBase64' in Uint8Array
  return {
    fromBase64url: hasNative
      ? web.fromBase64url
      : (text) => {
          const bytes = from(text, 'base64url')
          return bytes.toString('base64url') === text ? bytes : undefined
        },
    toBase64url: ({ buffer, byteOffset, byteLength }) => from(buffer, byteOffset, byteLength).toString('base64url'),
    importKey: ({ n, e }) => node.createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' }),
    verify: (key: NodeKey, signature, data) =>
      isOneOfSeveral() || threads.isBusy?.()
        ? threads.verify(key, signature, data)
        : node.verify('sha256', encodeForNow(data), key, signature),
  }
}
