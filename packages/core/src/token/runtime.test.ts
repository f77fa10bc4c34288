import { afterEach, describe, expect, test, vi } from 'vitest'
import { toBytes } from '../../test/bytes.js'
import { issuer } from '../../test/issuer.js'
import { isProduction } from './runtime.js'

const token = await issuer.token()
const data = new TextEncoder().encode(token.slice(0, token.lastIndexOf('.')))
const signature = toBytes(token.slice(token.lastIndexOf('.') + 1))
const [{ n, e } = {}] = issuer.jwks.keys
const key = { n: String(n), e: String(e) }

/** The verifier as a fresh copy of the module chooses it. */
async function choose() {
  vi.resetModules()
  return (await import('./runtime.js')).runtime()
}

afterEach(() => vi.unstubAllGlobals())

async function expectToVerify() {
  const verifier = await choose()
  const imported = (await verifier.importKey(key)) as never
  expect(await verifier.verify(imported, signature, data)).toBe(true)
  expect(await verifier.verify(imported, signature, data.slice(1))).toBe(false)
  expect(await verifier.verify(imported, signature.slice(1), data)).toBe(false)
  return verifier.verify(imported, signature, data)
}

describe('the signature verifier', () => {
  test('of this runtime works', expectToVerify)

  test('is Web Crypto on Workers, also with Node compatibility', async () => {
    vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' })
    expect(await expectToVerify()).toBe(true)
    expect(await (await choose()).importKey(key)).toBeInstanceOf(CryptoKey)
  })

  test('is Web Crypto without a process', async () => {
    vi.stubGlobal('process', undefined)
    expect(await (await choose()).importKey(key)).toBeInstanceOf(CryptoKey)
  })

  test('is Web Crypto if a process lacks one of the modules', async () => {
    const { getBuiltinModule } = process
    for (const missing of ['node:crypto', 'node:buffer']) {
      vi.stubGlobal('process', {
        getBuiltinModule: (name: string) => (name === missing ? undefined : getBuiltinModule?.(name)),
      })
      expect(await expectToVerify()).toBe(true)
      expect(await (await choose()).importKey(key)).toBeInstanceOf(CryptoKey)
    }
  })

  test('is Web Crypto if asking for a module throws, as in the edge runtime of Next.js', async () => {
    const getBuiltinModule = () => {
      throw new Error('A Node.js API is used (process.getBuiltinModule) which is not supported in the Edge Runtime.')
    }
    vi.stubGlobal('process', { getBuiltinModule })
    expect(await expectToVerify()).toBe(true)
    expect(await (await choose()).importKey(key)).toBeInstanceOf(CryptoKey)
  })

  test('is chosen once', async () => {
    vi.resetModules()
    const { runtime } = await import('./runtime.js')
    expect(runtime()).toBe(runtime())
  })
})

describe('production', () => {
  async function isProduction() {
    vi.resetModules()
    return (await import('./runtime.js')).isProduction()
  }

  test('is NODE_ENV=production, nothing else', async () => {
    for (const [env, expected] of [
      [{ NODE_ENV: 'production' }, true],
      [{ NODE_ENV: 'development' }, false],
      [{}, false],
      [undefined, false],
    ] as const) {
      vi.stubGlobal('process', { env })
      expect(await isProduction()).toBe(expected)
    }
    vi.stubGlobal('process', undefined)
    expect(await isProduction()).toBe(false)
  })

  test('refuses allowEmulator', async () => {
    vi.stubGlobal('process', { env: { NODE_ENV: 'production' } })
    vi.resetModules()
    const { readOptions } = await import('../settings.js')
    const read = (allowEmulator: boolean) => readOptions({ authUrl: issuer.authUrl, allowEmulator })
    expect(() => read(true)).toThrow('NODE_ENV=production')
    expect(read(false).allowEmulator).toBe(false)
  })
})

test('a process that may not tell its environment is not production', () => {
  const env = new Proxy({}, { get: () => expect.fail('NotCapable') })
  vi.stubGlobal('process', { env })
  expect(isProduction()).toBe(false)
  vi.stubGlobal('process', { env: { NODE_ENV: 'production' } })
  expect(isProduction()).toBe(true)
})
