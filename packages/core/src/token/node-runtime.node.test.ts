import crypto from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { toBytes } from '../../test/bytes.js'
import { issuer } from '../../test/issuer.js'
import { nodeRuntime } from './node-runtime.js'
import { runtime } from './runtime.js'
import { webRuntime } from './web-runtime.js'

const [{ n, e } = {}] = issuer.jwks.keys
const key = runtime().importKey({ n: String(n), e: String(e) }) as never
const signed = async () => {
  const token = await issuer.token()
  const end = token.lastIndexOf('.')
  return { text: token.slice(0, end), signature: toBytes(token.slice(end + 1)) }
}

/** The event loop goes on. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('a verification', () => {
  test('that is alone runs at once', async () => {
    const { text, signature } = await signed()
    await turn()
    expect(runtime().verify(key, signature, text)).toBe(true)
    await turn()
    expect(runtime().verify(key, signature, `${text}x`)).toBe(false)
  })

  test('among several runs on another thread, with the same result', async () => {
    const tokens = await Promise.all(Array.from({ length: 20 }, signed))
    await turn()
    const [first, ...others] = tokens.map(({ text, signature }, at) =>
      runtime().verify(key, signature, at % 2 === 0 ? text : `${text}x`),
    )
    expect(first).toBe(true)
    for (const other of others) expect(other).toBeInstanceOf(Promise)
    expect(await Promise.all([first, ...others])).toEqual(tokens.map((_, at) => at % 2 === 0))
  })
})

test('what a thread reads is never in the scratch buffer, which the next call overwrites', async () => {
  const inThreads: Uint8Array[] = []
  const atOnce: Uint8Array[] = []
  const node = {
    createPublicKey: () => ({}),
    verify(_algorithm: string, data: Uint8Array, _key: object, _signature: Uint8Array, done?: unknown) {
      if (done) inThreads.push(data)
      else atOnce.push(data)
      return true
    },
  }
  let calls = 0
  const { verify } = nodeRuntime(node as never, Buffer, () => ++calls === 2, webRuntime())
  const signature = new Uint8Array(256)
  verify({} as never, signature, 'first')
  void verify({} as never, signature, 'second')
  await turn()
  verify({} as never, signature, 'third!')
  const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)
  expect(inThreads.map(text)).toEqual(['second'])
  expect(text(atOnce[1])).toBe('third!')
  // The proof that there is a scratch buffer: what was verified at once is gone.
  expect(text(atOnce[0])).toBe('third')
  for (const data of inThreads) expect(data.buffer).not.toBe(atOnce[0]?.buffer)
})

test('a text that is longer than the scratch buffer is verified in full', async () => {
  const { privateKey, publicKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 2_048 })
  for (const length of [8_191, 8_192, 8_193, 90_000]) {
    const text = 'x'.repeat(length)
    const signature = Uint8Array.from(crypto.sign('sha256', Buffer.from(text), privateKey))
    await turn()
    expect(runtime().verify(publicKey as never, signature, text)).toBe(true)
    await turn()
    expect(runtime().verify(publicKey as never, signature, `${text.slice(1)}y`)).toBe(false)
  }
})
