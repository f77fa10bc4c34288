// The body of a request: read once, byte for byte, and never beyond the limit.
import { describe, expect, test } from 'vitest'
import { endpoint, headersOf, now, secret, sign, toMessage, toRequest } from '../../test/message.ts'
import { createWebhooks } from '../index.js'

const maxBodyBytes = 10_000
const webhooks = createWebhooks({ secret, maxBodyBytes, now: () => now * 1_000 })

/** Gives chunks as they are asked for. The outcome says how many were, and whether the rest was cancelled. */
function streamOf(chunks: Iterable<Uint8Array>) {
  const outcome = { chunks: 0, cancelled: false }
  const iterator = chunks[Symbol.iterator]()
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { done, value } = iterator.next()
        if (done) return controller.close()
        outcome.chunks++
        controller.enqueue(value)
      },
      cancel() {
        outcome.cancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { stream, outcome }
}

const ofLength = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`

async function signedStream(body: string, chunks: Iterable<Uint8Array>, headers = {}) {
  const message = toMessage({ body })
  const { stream, outcome } = streamOf(chunks)
  const init = { method: 'POST', headers: { ...headersOf(message, await sign(message)), ...headers }, body: stream }
  return { request: new Request(endpoint, { ...init, duplex: 'half' } as RequestInit), outcome }
}

function* cut(body: string, size: number) {
  const bytes = new TextEncoder().encode(body)
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
}

describe('a body in chunks', () => {
  test.each([1, 2, 3, 4_096, 9_999, 10_000])('of %i bytes is one body', async (size) => {
    const body = JSON.stringify({ event_type: 'org.created', name: 'é'.repeat(3_000) })
    const { request } = await signedStream(body, cut(body, size))
    await expect(webhooks.verifyRequest(request)).resolves.toMatchObject({ raw: body, eventType: 'org.created' })
  })

  test('of which some are empty is one body', async () => {
    const body = ofLength(100)
    const empty = new Uint8Array()
    const { request } = await signedStream(
      body,
      [empty, ...cut(body, 50), empty].flatMap((chunk) => [chunk, empty]),
    )
    await expect(webhooks.verifyRequest(request)).resolves.toMatchObject({ raw: body })
  })

  test('up to the limit is read', async () => {
    const body = ofLength(maxBodyBytes)
    const { request } = await signedStream(body, cut(body, 1_000))
    await expect(webhooks.verifyRequest(request)).resolves.toMatchObject({ raw: body })
  })
})

describe('a body beyond the limit', () => {
  const endless = function* () {
    for (;;) yield new Uint8Array(1_000)
  }

  test('is refused with its first byte too many, and cancelled', async () => {
    const { request, outcome } = await signedStream('{}', endless())
    await expect(webhooks.verifyRequest(request)).rejects.toMatchObject({ code: 'body_too_large', status: 413 })
    expect(outcome.cancelled).toBe(true)
    // A runtime may ask for a chunk in advance.
    expect(outcome.chunks).toBeLessThanOrEqual(13)
  })

  test('is refused whatever Content-Length says', async () => {
    const body = ofLength(maxBodyBytes + 1)
    const { request } = await signedStream(body, cut(body, 500), { 'content-length': '2' })
    await expect(webhooks.verifyRequest(request)).rejects.toMatchObject({ code: 'body_too_large' })
  })

  test('is by default one of more than a mebibyte', async () => {
    const usual = createWebhooks({ secret, now: () => now * 1_000 })
    const verify = async (bytes: number) => {
      const body = ofLength(bytes)
      return usual.verifyRequest((await signedStream(body, cut(body, 65_536))).request)
    }
    await expect(verify(1_048_576)).resolves.toMatchObject({ eventType: '' })
    await expect(verify(1_048_577)).rejects.toMatchObject({ code: 'body_too_large' })
  })
})

describe('a body is not read', () => {
  test.each([
    ['without a signature', { 'svix-signature': '' }],
    ['with a bad id', { 'svix-id': 'a b' }],
    ['that is too old', { 'svix-timestamp': String(now - 301) }],
  ])('for a message %s', async (_, headers) => {
    const { request, outcome } = await signedStream('{}', cut('{}', 1), headers)
    await expect(webhooks.verifyRequest(request)).rejects.toMatchObject({ status: 400 })
    expect(outcome.chunks).toBe(0)
    expect(request.bodyUsed).toBe(false)
  })
})

describe('a request', () => {
  test('without a body has no message', async () => {
    const message = toMessage({ body: '' })
    const headers = headersOf(message, await sign(message))
    await expect(webhooks.verifyRequest(new Request(endpoint, { headers }))).rejects.toMatchObject({
      code: 'body_not_json',
    })
  })

  test('whose body was read before is a TypeError, not a refusal', async () => {
    const message = toMessage()
    const read = toRequest(headersOf(message, await sign(message)), message.body)
    await read.text()
    await expect(webhooks.verifyRequest(read)).rejects.toThrow('The body was read before')
    await expect(webhooks.handler({})(read)).rejects.toThrow(TypeError)
  })

  test('whose body breaks off rejects with the error of the stream', async () => {
    const broken = function* () {
      yield new TextEncoder().encode('{"a":')
      throw new Error('The connection was reset')
    }
    const { request } = await signedStream('{"a":1}', broken())
    await expect(webhooks.verifyRequest(request)).rejects.toThrow()
  })

  test('can be made of a text that was read before', async () => {
    const message = toMessage()
    const headers = headersOf(message, await sign(message))
    const body = new TextDecoder().decode(message.body)
    const request = new Request(endpoint, { method: 'POST', headers, body })
    await expect(webhooks.verifyRequest(request)).resolves.toMatchObject({ raw: body })
  })
})
