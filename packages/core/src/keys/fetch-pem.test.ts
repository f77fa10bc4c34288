import { describe, expect, test, vi } from 'vitest'
import { issuer } from '../../test/issuer.js'
import { createOrigin } from '../../test/origin.js'
import { type Fetch, fetchKeySet } from './fetch-jwks.js'
import { pemFallback } from './fetch-pem.js'

const jwksUrl = 'https://auth.example.com/.well-known/jwks.json'
const metadataUrl = 'https://auth.example.com/api/v1/token_verification_metadata'

const at = (fetch: Fetch, apiKey?: string) => {
  const fallback = apiKey === undefined ? undefined : pemFallback(metadataUrl, apiKey)
  return fetchKeySet({ jwksUrl, allowEmulator: false, keyTimeoutMs: 3_000, fetch }, 7, fallback)
}

describe('the verification metadata', () => {
  const metadata = (value: unknown) =>
    createOrigin((url) => (url === metadataUrl ? Response.json(value) : new Response(null, { status: 404 })))

  test('is asked for with the API key where there is no key set; its key has no kid and matches any', async () => {
    const origin = metadata({ verifier_key_pem: issuer.verifierKey })
    expect(await at(origin.fetch, 'canary')).toMatchObject({
      anyKid: true,
      keys: [{ kid: undefined, n: issuer.jwks.keys[0]?.n }],
      fetchedAt: 7,
    })
    expect(origin.asked).toEqual([jwksUrl, metadataUrl])
    expect(JSON.stringify(origin.inits[0])).not.toContain('canary')
    expect(origin.inits[1]).toMatchObject({
      cache: 'no-store',
      next: { revalidate: 0, internal: true },
      redirect: 'manual',
      headers: { authorization: 'Bearer canary' },
    })
  })

  test('is not asked for without an API key, nor after any other answer than 404', async () => {
    const origin = metadata({ verifier_key_pem: issuer.verifierKey })
    await expect(at(origin.fetch)).rejects.toThrow('status 404')
    expect(origin.asked).toEqual([jwksUrl])
    for (const status of [200, 400, 401, 403, 410, 500]) {
      const other = createOrigin(() => new Response('{}', { status }))
      await expect(at(other.fetch, 'key')).rejects.toThrow()
      expect(other.asked).toEqual([jwksUrl])
    }
  })

  test('without a good key is refused, and no error repeats the API key', async () => {
    for (const value of [
      null,
      {},
      [],
      'pem',
      { verifier_key_pem: null },
      { verifier_key_pem: '' },
      { verifier_key_pem: { toString: 1 } },
      { public_key_pem: issuer.verifierKey },
    ]) {
      const error = await at(metadata(value).fetch, 'canary').catch((thrown) => thrown)
      expect(error).toBeInstanceOf(Error)
      expect(`${error.message} ${error.stack}`).not.toContain('canary')
    }
  })

  test('is not asked for with an API key that no header can hold: the error of fetch would repeat it', async () => {
    const origin = metadata({ verifier_key_pem: issuer.verifierKey })
    for (const apiKey of ['canary\n', 'canary\r\nx: y', 'canary🦊', '']) {
      const error = await at(origin.fetch, apiKey).catch((thrown) => thrown)
      expect(`${error.message} ${error.stack}`).toContain('the API key has characters that no header can hold')
      expect(`${error.message} ${error.stack}`).not.toContain('canary')
    }
    expect(new Set(origin.asked)).toEqual(new Set([jwksUrl]))
  })

  test('that redirects is refused: the API key goes nowhere else', async () => {
    const origin = createOrigin((url) =>
      url === jwksUrl
        ? new Response(null, { status: 404 })
        : new Response(null, { status: 307, headers: { location: 'https://evil.example' } }),
    )
    await expect(at(origin.fetch, 'canary')).rejects.toThrow('status 307')
    expect(origin.asked).toEqual([jwksUrl, metadataUrl])
  })

  test('gives the connections of unread answers back', async () => {
    let cancelled = 0
    const body = () => new ReadableStream({ cancel: () => void cancelled++ })
    const origin = createOrigin(() => new Response(body(), { status: 404 }))
    await expect(at(origin.fetch, 'key')).rejects.toThrow('status 404')
    await vi.waitUntil(() => cancelled === 2)
  })
})
