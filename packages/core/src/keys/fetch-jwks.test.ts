import { afterEach, describe, expect, test, vi } from 'vitest'
import { inFakeTime } from '../../test/fake-time.js'
import { issuer } from '../../test/issuer.js'
import { badAnswers, createOrigin } from '../../test/origin.js'
import { sleep } from '../async/timers.js'
import { fetchKeySet, type KeyOrigin } from './fetch-jwks.js'

const jwksUrl = 'https://auth.example.com/.well-known/jwks.json'

const at = (fetch: KeyOrigin['fetch'], changes: Partial<KeyOrigin> = {}) =>
  fetchKeySet({ jwksUrl, allowEmulator: false, keyTimeoutMs: 3_000, fetch, ...changes }, 7)
const answered = (answer: () => unknown) => at(createOrigin(answer as () => Response).fetch)

describe('the key set', () => {
  test('is asked for once, without credentials, and no redirect is followed', async () => {
    const origin = createOrigin(() => Response.json(issuer.jwks))
    const expected = { anyKid: false, keys: [{ kid: issuer.kid }], fetchedAt: 7, cache: 'origin' }
    expect(await at(origin.fetch)).toMatchObject(expected)
    expect(origin.asked).toEqual([jwksUrl])
    expect(origin.inits[0]).toMatchObject({ redirect: 'manual', headers: { accept: 'application/json' } })
    expect(JSON.stringify(origin.inits)).not.toMatch(/authorization/i)
  })

  test('may have any type of content', async () => {
    const body = JSON.stringify(issuer.jwks)
    for (const type of ['text/plain', 'application/octet-stream', 'application/jwk-set+json; charset=utf-8']) {
      const answer = () => new Response(body, { headers: { 'content-type': type } })
      expect((await answered(answer)).keys).toHaveLength(1)
    }
  })

  for (const [title, answer] of Object.entries(badAnswers))
    test(`is refused: ${title}`, async () => {
      await expect(at(createOrigin(answer).fetch)).rejects.toThrow()
    })

  test('is refused with a status that is not 200, however good its body', async () => {
    for (const status of [201, 203, 206, 301, 304, 307, 400, 401, 403, 404, 429, 500, 503]) {
      const body = [301, 304, 307].includes(status) ? null : JSON.stringify(issuer.jwks)
      await expect(answered(() => new Response(body, { status }))).rejects.toThrow(`status ${status}`)
    }
  })

  test('is refused with a byte in it that is not UTF-8', async () => {
    const json = JSON.stringify({ ...issuer.jwks, note: '?' })
    const bytes = new TextEncoder().encode(json)
    bytes[json.indexOf('?')] = 0xff
    await expect(answered(() => new Response(bytes))).rejects.toThrow('not JSON')
  })

  test('has no keys of a local emulator unless they are allowed', async () => {
    const [jwk] = issuer.jwks.keys
    const origin = createOrigin(() => Response.json({ keys: [{ ...jwk, kid: 'emu_1' }] }))
    await expect(at(origin.fetch)).rejects.toThrow('no usable key')
    expect((await at(origin.fetch, { allowEmulator: true })).keys).toHaveLength(1)
  })
})

describe('caches below fetch', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.resetModules()
  })

  test('are asked to keep out of it, in the words of Fetch and of Next.js', async () => {
    const origin = createOrigin(() => Response.json(issuer.jwks))
    await at(origin.fetch)
    expect(origin.inits[0]).toMatchObject({ cache: 'no-store', next: { revalidate: 0, internal: true } })
  })

  test('are asked in the words of Next.js alone where the runtime does not take the other', async () => {
    class OldRequest {
      constructor(_url: string, { cache }: RequestInit) {
        if (cache) throw new Error("The 'cache' field on 'RequestInitializerDict' is not implemented.")
      }
    }
    for (const Request of [OldRequest, undefined]) {
      vi.stubGlobal('Request', Request)
      vi.resetModules()
      const copy = await import('./fetch-jwks.js')
      const origin = createOrigin(() => Response.json(issuer.jwks))
      const config = { jwksUrl, allowEmulator: false, keyTimeoutMs: 3_000, fetch: origin.fetch }
      for (let i = 0; i < 2; i++) expect((await copy.fetchKeySet(config, 7)).keys).toHaveLength(1)
      for (const init of origin.inits) {
        expect(init).toMatchObject({ next: { revalidate: 0, internal: true } })
        expect(init).not.toHaveProperty('cache')
      }
    }
  })
})

describe('an answer', () => {
  const padded = (length: number, filling = 'x') => {
    const json = JSON.stringify({ ...issuer.jwks, padding: '' })
    const bytes = new TextEncoder().encode(filling).length
    return `${json.slice(0, -2)}${filling.repeat(Math.ceil((length - json.length) / bytes))}"}`
  }
  const limit = 1024 * 1024

  test('of up to 1 MiB is read, one byte more is not', async () => {
    expect((await answered(() => new Response(padded(limit)))).keys).toHaveLength(1)
    await expect(answered(() => new Response(padded(limit + 1)))).rejects.toThrow('longer than')
  })

  test('without end is read up to the limit, in one attempt, and its stream is cancelled', async () => {
    let sent = 0
    let cancelled = 0
    const chunk = new Uint8Array(64 * 1024).fill(0x20)
    const body = () =>
      new ReadableStream({
        pull(controller) {
          sent += chunk.length
          controller.enqueue(chunk)
        },
        cancel: () => void cancelled++,
      })
    await expect(answered(() => new Response(body()))).rejects.toThrow('longer than')
    await vi.waitUntil(() => cancelled > 0)
    expect(cancelled).toBe(1)
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
    expect((await answered(() => new Response(body()))).keys).toHaveLength(1)
  })

  test('that is not read gives its connection back', async () => {
    let cancelled = 0
    const body = () => new ReadableStream({ cancel: () => void cancelled++ })
    await expect(answered(() => new Response(body(), { status: 404 }))).rejects.toThrow('status 404')
    await vi.waitUntil(() => cancelled === 1)
  })

  /** What a `fetch` without web streams answers: whatwg-fetch, React Native, node-fetch, mocks. */
  const withoutStream = (text: string, more: object = {}) => ({ status: 200, text: async () => text, ...more })
  const bodies: Record<string, object> = {
    'no body': {},
    'a body that is null': { body: null },
    'a stream of Node': { body: { pipe() {}, on() {} } },
    'a body that was made a Blob': { body: new Blob(['{}']) },
  }
  for (const [title, more] of Object.entries(bodies))
    test(`without a web stream is read as text: ${title}`, async () => {
      const read = (text: string) => answered(() => withoutStream(text, more))
      expect((await read(JSON.stringify(issuer.jwks))).keys).toHaveLength(1)
      await expect(read('<!doctype html>')).rejects.toThrow('not JSON')
      await expect(answered(() => ({ ...withoutStream('{}', more), status: 403 }))).rejects.toThrow('status 403')
    })

  test('without a web stream has one of three functions to read it', async () => {
    const json = JSON.stringify(issuer.jwks)
    const bytes = new TextEncoder().encode(json)
    for (const more of [
      { text: async () => json },
      { arrayBuffer: async () => bytes.buffer },
      { json: async () => issuer.jwks },
    ])
      expect((await answered(() => ({ status: 200, ...more }))).keys).toHaveLength(1)
    await expect(answered(() => ({ status: 200 }))).rejects.toThrow('json is not a function')
  })

  test('without a web stream has the same limit in bytes', async () => {
    expect((await answered(() => withoutStream(padded(limit)))).keys).toHaveLength(1)
    await expect(answered(() => withoutStream(padded(limit + 1)))).rejects.toThrow('longer than')
    const long = padded(limit + 1, '€')
    expect(long.length).toBeLessThan(limit)
    await expect(answered(() => withoutStream(long))).rejects.toThrow('longer than')
  })
})

describe('a connection that fails', () => {
  const good = () => Response.json(issuer.jwks)
  const broken = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"keys":'))
          controller.error(new TypeError('terminated'))
        },
      }),
    )
  const failures: Record<string, () => unknown> = {
    'is reset': () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })),
    'is refused': () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })),
    'throws at once': () => {
      throw new TypeError('network')
    },
    'breaks off within the body': broken,
  }
  for (const [title, failure] of Object.entries(failures))
    test(`is tried once more: it ${title}`, async () => {
      const answers = [failure, good]
      const origin = createOrigin(() => answers.shift()?.() as Response)
      expect((await at(origin.fetch)).keys).toHaveLength(1)
      expect(origin.asked).toEqual([jwksUrl, jwksUrl])
      const failing = createOrigin(failure as () => Response)
      await expect(at(failing.fetch)).rejects.toThrow()
      expect(failing.asked).toHaveLength(2)
    })

  test('is not tried again after a bad answer, which would be the same', async () => {
    for (const [title, answer] of Object.entries(badAnswers)) {
      const origin = createOrigin(answer)
      await expect(at(origin.fetch)).rejects.toThrow()
      const isConnection = title === 'no connection' || title === 'a body that breaks off'
      expect(origin.asked, title).toHaveLength(isConnection ? 2 : 1)
    }
  })

  test('has the rest of the time for the second attempt', async () => {
    const attempts: number[] = []
    const { result, tookMs } = await inFakeTime(() => {
      const startedAt = Date.now()
      const answer = async (): Promise<Response> => {
        attempts.push(Date.now() - startedAt)
        await sleep(2_000)
        throw new TypeError('fetch failed')
      }
      return at(answer).catch((error: Error) => error.message)
    })
    expect({ result, tookMs, attempts }).toEqual({
      result: 'no answer within 3000 ms',
      tookMs: 3_000,
      attempts: [0, 2_000],
    })
  })

  test('is not tried again after the time-out', async () => {
    const origin = createOrigin(
      (_url, { signal }) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted')))),
    )
    await inFakeTime(() => expect(at(origin.fetch)).rejects.toThrow('no answer'))
    await sleep(5)
    expect(origin.asked).toHaveLength(1)
  })
})

describe('an answer that is slower than the time-out', () => {
  const outcome = (answer: () => Promise<Response> | Response, keyTimeoutMs: number) =>
    inFakeTime(() =>
      at(createOrigin(answer).fetch, { keyTimeoutMs }).then(
        () => 'good',
        (error) => error.message,
      ),
    )
  const slowBody = () =>
    new Response(
      new ReadableStream({
        async pull(controller) {
          await sleep(50)
          controller.enqueue(Uint8Array.of(0x20))
        },
      }),
    )

  for (const keyTimeoutMs of [50, 3_000, 10_000])
    test(`of ${keyTimeoutMs} ms is not waited for, one that is quicker is`, async () => {
      const after = (ms: number) => () => sleep(ms).then(() => Response.json(issuer.jwks))
      const tooSlow = { result: `no answer within ${keyTimeoutMs} ms`, tookMs: keyTimeoutMs }
      const quick = keyTimeoutMs - 20
      expect(await outcome(after(quick), keyTimeoutMs)).toEqual({ result: 'good', tookMs: quick })
      for (const answer of [after(keyTimeoutMs + 20), () => new Promise<never>(() => {}), slowBody])
        expect(await outcome(answer, keyTimeoutMs)).toEqual(tooSlow)
    })

  test('is not read on when it goes on after the time-out, as with a fetch that ignores the signal', async () => {
    let cancelled = 0
    const answer = () =>
      new Response(
        new ReadableStream({
          async pull(controller) {
            await sleep(50)
            controller.enqueue(Uint8Array.of(0x20))
          },
          cancel: () => void cancelled++,
        }),
      )
    await inFakeTime(async () => {
      await expect(at(createOrigin(answer).fetch)).rejects.toThrow('no answer')
      while (cancelled === 0) await sleep(50)
    })
    expect(cancelled).toBe(1)
  })

  test('is aborted', async () => {
    const origin = createOrigin(() => new Promise(() => {}))
    await inFakeTime(() => expect(at(origin.fetch)).rejects.toThrow())
    expect(origin.inits[0]?.signal?.aborted).toBe(true)
  })
})
