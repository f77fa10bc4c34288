import { createPublicKey, KeyObject } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { issuer } from '../../test/issuer.js'
import { runtime } from './runtime.js'

const { jwks, verifierKey } = issuer
const [{ n, e } = {}] = jwks.keys

test('Node verifies with its own cryptography', async () => {
  const key = runtime().importKey({ n: String(n), e: String(e) })
  expect(key).toBeInstanceOf(KeyObject)
  expect((key as KeyObject).equals(createPublicKey(verifierKey))).toBe(true)
  expect(await runtime().verify(key as never, new Uint8Array(256), new Uint8Array(1))).toBe(false)
})

test('Node without process.getBuiltinModule verifies with Web Crypto', async () => {
  vi.stubGlobal('process', { versions: process.versions })
  vi.resetModules()
  const fresh = await import('./runtime.js')
  expect(await fresh.runtime().importKey({ n: String(n), e: String(e) })).toBeInstanceOf(CryptoKey)
  vi.unstubAllGlobals()
})

test('with fake timers, Node verifies everything at once', () => {
  const key = runtime().importKey({ n: String(n), e: String(e) }) as never
  const verifyTwice = () => [1, 2].map(() => runtime().verify(key, new Uint8Array(256), 'text'))
  expect(verifyTwice()).toEqual([false, expect.any(Promise)])
  vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] })
  expect(verifyTwice()).toEqual([false, false])
  vi.useRealTimers()
})

test('fake timers that were there at the first verification do not change the later ones', async () => {
  vi.useFakeTimers()
  vi.resetModules()
  const fresh = (await import('./runtime.js')).runtime()
  const key = fresh.importKey({ n: String(n), e: String(e) }) as never
  const verify = () => fresh.verify(key, new Uint8Array(256), 'text')
  expect(verify()).toBe(false)
  vi.useRealTimers()
  for (let turn = 0; turn < 3; turn++) {
    expect(verify()).toBe(false)
    await new Promise((resolve) => setImmediate(resolve))
  }
})
