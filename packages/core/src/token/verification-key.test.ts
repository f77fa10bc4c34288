import { describe, expect, test, vi } from 'vitest'
import { toBytes } from '../../test/bytes.js'
import { issuer } from '../../test/issuer.js'
import { type JsonWebKeyLike, toVerificationKey } from '../keys/json-web-key.js'
import { createTestIssuer } from '../testing.js'
import { isEmulatorKid, isSignedBy, type VerificationKey } from './verification-key.js'

const [found] = issuer.jwks.keys
const jwk = { ...found, n: String(found?.n), e: String(found?.e), kid: issuer.kid }

describe('key ids of the emulator', () => {
  test('start with emu_', () => {
    expect(['emu_', 'emu_1'].map(isEmulatorKid)).toEqual([true, true])
    expect([undefined, '', 'emu', 'xemu_1', 'EMU_1'].map(isEmulatorKid)).toEqual([false, false, false, false, false])
  })
})

describe('a signature', async () => {
  const token = await issuer.token()
  const data = new TextEncoder().encode(token.slice(0, token.lastIndexOf('.')))
  const signature = toBytes(token.slice(token.lastIndexOf('.') + 1))
  const fresh = (changes: JsonWebKeyLike = {}) => toVerificationKey({ ...jwk, ...changes }) as VerificationKey

  test('by the key over the data is valid', async () => {
    expect(await isSignedBy(fresh(), signature, data)).toBe(true)
  })

  test('by another key, or over other data, is invalid', async () => {
    const { jwks } = await createTestIssuer()
    expect(await isSignedBy(toVerificationKey(jwks.keys[0]) as VerificationKey, signature, data)).toBe(false)
    expect(await isSignedBy(fresh(), signature, data.slice(1))).toBe(false)
  })

  test('is invalid under a key that the runtime cannot import', async () => {
    for (const broken of [{ n: 'not base64!' }, { n: '' }, { e: '' }, { n: 7 }, { e: undefined }])
      expect(await isSignedBy({ ...fresh(), ...broken } as VerificationKey, signature, data)).toBe(false)
  })

  test('is invalid under a key that Web Crypto rejects asynchronously', async () => {
    vi.stubGlobal('process', undefined)
    vi.resetModules()
    const web = await import('./verification-key.js')
    const later = web.isSignedBy({ ...fresh(), e: undefined as never }, signature, data)
    vi.unstubAllGlobals()
    expect(later).toBeInstanceOf(Promise)
    expect(await later).toBe(false)
    expect(await web.isSignedBy(fresh(), signature, data)).toBe(true)
  })

  test('of a wrong length is invalid', async () => {
    for (const length of [0, 1, 128, 255, 257, 512, 12_000])
      expect(await isSignedBy(fresh(), new Uint8Array(length).fill(1), data)).toBe(false)
  })

  test('is verified with a key that is imported once', async () => {
    const key = fresh()
    await isSignedBy(key, signature, data)
    const { imported } = key
    expect(imported).toBeDefined()
    expect(await isSignedBy(key, signature, data)).toBe(true)
    expect(key.imported).toBe(imported)
  })
})
