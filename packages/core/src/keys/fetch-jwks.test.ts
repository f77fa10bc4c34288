import { describe, expect, test } from 'vitest'
import { inFakeTime } from '../../test/fake-time.js'
import { badAnswers, createOrigin } from '../../test/origin.js'
import { sleep } from '../async/timers.js'
import { createTestIssuer } from '../testing.js'
import { fetchKeySet, type KeyOrigin } from './fetch-jwks.js'

const issuer = await createTestIssuer()
const jwksUrl = 'https://auth.example.com/.well-known/jwks.json'
const metadataUrl = 'https://auth.example.com/api/v1/token_verification_metadata'

const at = (fetch: KeyOrigin['fetch'], changes: Partial<KeyOrigin> = {}) =>
  fetchKeySet({ jwksUrl, metadataUrl, apiKey: undefined, allowEmulator: false, fetch, ...changes })

describe('the key set', () => {
  test('is asked for once, without credentials, and no redirect is followed', async () => {
    const origin = createOrigin(() => Response.json(issuer.jwks))
    expect(await at(origin.fetch, { apiKey: 'canary' })).toMatchObject({ anyKid: false, keys: [{ kid: issuer.kid }] })
    expect(origin.asked).toEqual([jwksUrl])
    expect(origin.inits[0]).toMatchObject({ redirect: 'manual', headers: { accept: 'application/json' } })
    expect(JSON.stringify(origin.inits)).not.toMatch(/canary|authorization/i)
  })

  test('may come as any type of content', async () => {
    const body = JSON.stringify(issuer.jwks)
    for (const type of ['text/plain', 'application/octet-stream', 'application/jwk-set+json; charset=utf-8']) {
      const answer = () => new Response(body, { headers: { 'content-type': type } })
      expect((await at(createOrigin(answer).fetch)).keys).toHaveLength(1)
    }
  })

  for (const [title, answer] of Object.entries(badAnswers))
    test(`is refused: ${title}`, async () => {
      await expect(at(createOrigin(answer).fetch)).rejects.toThrow()
    })

  test('is refused with a status that is not 200, however good its body', async () => {
    for (const status of [201, 203, 206, 301, 304, 307, 400, 401, 403, 404, 429, 500, 503]) {
      const body = [301, 304, 307].includes(status) ? null : JSON.stringify(issuer.jwks)
      await expect(at(createOrigin(() => new Response(body, { status })).fetch)).rejects.toThrow(`status ${status}`)
    }
  })

  test('is refused with a byte in it that is no UTF-8', async () => {
    const json = JSON.stringify({ ...issuer.jwks, note: '?' })
    const bytes = new TextEncoder().encode(json)
    bytes[json.indexOf('?')] = 0xff
    await expect(at(createOrigin(() => new Response(bytes)).fetch)).rejects.toThrow()
  })

  test('has no keys of a local emulator unless they are allowed', async () => {
    const [jwk] = issuer.jwks.keys
    const origin = createOrigin(() => Response.json({ keys: [{ ...jwk, kid: 'emu_1' }] }))
    await expect(at(origin.fetch)).rejects.toThrow('no usable key')
    expect((await at(origin.fetch, { allowEmulator: true })).keys).toHaveLength(1)
  })
})

describe('an answer', () => {
  const padded = (length: number) => {
    const json = JSON.stringify({ ...issuer.jwks, padding: '' })
    return `${json.slice(0, -2)}${'x'.repeat(length - json.length)}"}`
  }

  test('of up to 1 MiB is read, one byte more is not', async () => {
    const limit = 1024 * 1024
    expect((await at(createOrigin(() => new Response(padded(limit))).fetch)).keys).toHaveLength(1)
    await expect(at(createOrigin(() => new Response(padded(limit + 1))).fetch)).rejects.toThrow('longer than')
  })

  test('without end is given up, and its source is told', async () => {
    let sent = 0
    let cancelled = false
    const chunk = new Uint8Array(64 * 1024).fill(0x20)
    const body = () =>
      new ReadableStream({
        pull(controller) {
          sent += chunk.length
          controller.enqueue(chunk)
        },
        cancel() {
          cancelled = true
        },
      })
    await expect(at(createOrigin(() => new Response(body())).fetch)).rejects.toThrow('longer than')
    await sleep(10)
    expect(cancelled).toBe(true)
    expect(sent).toBeLessThan(2 * 1024 * 1024)
  })

  test('may come in pieces that cut characters in two', async () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ ...issuer.jwks, note: 'zoë 🦊' }))
    const body = () =>
      new ReadableStream({
        start(controller) {
          for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
          controller.close()
        },
      })
    expect((await at(createOrigin(() => new Response(body())).fetch)).keys).toHaveLength(1)
  })

  test('that is not read gives its connection back', async () => {
    for (const changes of [{}, { apiKey: 'key' }]) {
      let cancelled = 0
      const body = () => new ReadableStream({ cancel: () => void cancelled++ })
      const origin = createOrigin(() => new Response(body(), { status: 404 }))
      await expect(at(origin.fetch, changes)).rejects.toThrow('status 404')
      await sleep(10)
      expect(cancelled).toBe(origin.asked.length)
    }
  })
})

describe('an answer that is slower than 3 seconds', () => {
  const outcome = (answer: () => Promise<Response> | Response) =>
    inFakeTime(() =>
      at(createOrigin(answer).fetch).then(
        () => 'good',
        (error) => error.message,
      ),
    )
  const tooSlow = { result: 'no answer within 3000 ms', tookMs: 3_000 }

  test('is not waited for, one that is quicker is', async () => {
    const after = (ms: number) => () => sleep(ms).then(() => Response.json(issuer.jwks))
    expect(await outcome(after(2_900))).toEqual({ result: 'good', tookMs: 2_900 })
    expect(await outcome(after(3_100))).toEqual(tooSlow)
    expect(await outcome(() => new Promise(() => {}))).toEqual(tooSlow)
  })

  test('is not waited for when it drips either', async () => {
    const drip = () =>
      new Response(
        new ReadableStream({
          async pull(controller) {
            await sleep(50)
            controller.enqueue(Uint8Array.of(0x20))
          },
        }),
      )
    expect(await outcome(drip)).toEqual(tooSlow)
  })

  test('is aborted', async () => {
    const origin = createOrigin(() => new Promise(() => {}))
    await inFakeTime(() => expect(at(origin.fetch)).rejects.toThrow())
    expect(origin.inits[0]?.signal?.aborted).toBe(true)
  })
})

describe('the verification metadata', () => {
  const metadata = (value: unknown) =>
    createOrigin((url) => (url === metadataUrl ? Response.json(value) : new Response(null, { status: 404 })))

  test('is asked for with the API key where there is no key set; its key has no id and stands for all', async () => {
    const origin = metadata({ verifier_key_pem: issuer.verifierKey })
    expect(await at(origin.fetch, { apiKey: 'canary' })).toMatchObject({
      anyKid: true,
      keys: [{ kid: undefined, n: issuer.jwks.keys[0]?.n }],
    })
    expect(origin.asked).toEqual([jwksUrl, metadataUrl])
    expect(JSON.stringify(origin.inits[0])).not.toContain('canary')
    expect(origin.inits[1]).toMatchObject({ redirect: 'manual', headers: { authorization: 'Bearer canary' } })
  })

  test('is not asked for without an API key, nor after any other answer than 404', async () => {
    const origin = metadata({ verifier_key_pem: issuer.verifierKey })
    await expect(at(origin.fetch)).rejects.toThrow('status 404')
    expect(origin.asked).toEqual([jwksUrl])
    for (const status of [400, 401, 403, 410, 500]) {
      const other = createOrigin(() => new Response(null, { status }))
      await expect(at(other.fetch, { apiKey: 'key' })).rejects.toThrow(`status ${status}`)
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
      const error = await at(metadata(value).fetch, { apiKey: 'canary' }).catch((thrown) => thrown)
      expect(error).toBeInstanceOf(Error)
      expect(`${error.message} ${error.stack}`).not.toContain('canary')
    }
  })

  test('that redirects is refused: the API key goes nowhere else', async () => {
    const origin = createOrigin((url) =>
      url === jwksUrl
        ? new Response(null, { status: 404 })
        : new Response(null, { status: 307, headers: { location: 'https://evil.example' } }),
    )
    await expect(at(origin.fetch, { apiKey: 'canary' })).rejects.toThrow('status 307')
    expect(origin.asked).toEqual([jwksUrl, metadataUrl])
  })
})
