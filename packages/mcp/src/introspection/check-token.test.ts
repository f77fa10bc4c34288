import { describe, expect, test } from 'vitest'
import { createTestServer, requestWith, type TestServer } from '../../test/authorization-server.js'

const second = 1_000

const times = <Result>(count: number, work: (index: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)))

function tally(codes: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1
  return counts
}

/** A gate that answers pass when it is opened. */
function createGate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

/** Holds the answers of the server until the gate is opened. */
function holdAnswers({ server }: TestServer) {
  const { open, opened } = createGate()
  server.answer = async () => {
    await opened
    return undefined
  }
  return open
}

/** Lets requests come as far as they can: each of them starts with a digest, and digests are made in order. */
const settle = () => times(1_000, () => crypto.subtle.digest('SHA-256', new Uint8Array(1)))

const untilAsked = async ({ server }: TestServer, count: number) => {
  while (server.asked.length < count) await new Promise((resolve) => setTimeout(resolve, 1))
}

/** An answer about any token. */
const activeAnswer = (test: TestServer, changes: object = {}) => {
  const now = test.clock.now() / second
  const claims = { active: true, sub: 'ada', aud: 'https://mcp.example.com/mcp', exp: now + 3_600, ...changes }
  return { status: 200, body: JSON.stringify(claims) }
}

describe('the call', () => {
  test('is a POST with Basic credentials and the token in its body, which no cache answers', async () => {
    const { server, codeOf } = createTestServer()
    expect(await codeOf('good')).toBe('accepted')
    const [{ url, init } = {}] = server.asked
    expect(url).toBe('https://auth.example.com/oauth/2.1/introspect')
    expect(init).toMatchObject({
      method: 'POST',
      redirect: 'manual',
      body: 'token=good&token_type_hint=access_token',
      next: { revalidate: 0 },
      headers: {
        accept: 'application/json',
        authorization: `Basic ${btoa('introspection-client:canary-of-the-secret')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
    })
  })

  test('is tried once more after a failed connection', async () => {
    const { server, codeOf } = createTestServer()
    server.answer = () => {
      if (server.asked.length === 1) throw new TypeError('fetch failed')
      return undefined
    }
    expect(await codeOf('good')).toBe('accepted')
    expect(server.asked).toHaveLength(2)
  })

  test('encodes the token', async () => {
    const { server, codeOf } = createTestServer()
    await codeOf('a+b/c=')
    expect(server.asked[0]?.init.body).toBe('token=a%2Bb%2Fc%3D&token_type_hint=access_token')
  })

  test('is not made for what is no token', async () => {
    const { server, codeOf } = createTestServer()
    for (const token of ['a b', 'a,b', 'a"', 'a*b', '=', 'a=b', 'x'.repeat(8_193)])
      expect(await codeOf(token)).not.toBe('accepted')
    expect(server.asked).toHaveLength(0)
    await codeOf('x'.repeat(8_192))
    expect(server.asked).toHaveLength(1)
  })
})

describe('an accepted token', () => {
  test('is introspected once a minute', async () => {
    const { server, clock, codeOf } = createTestServer()
    for (let i = 0; i < 3; i++) expect(await codeOf('good')).toBe('accepted')
    clock.advance(59_999)
    expect(await codeOf('good')).toBe('accepted')
    expect(server.asked).toHaveLength(1)
    clock.advance(1)
    expect(await codeOf('good')).toBe('accepted')
    expect(server.asked).toHaveLength(2)
  })

  test('that is revoked works until its entry in the cache ends, and not longer', async () => {
    const { server, clock, codeOf } = createTestServer({ cache: { ttlSeconds: 30 } })
    expect(await codeOf('good')).toBe('accepted')
    server.answer = () => ({ status: 200, body: '{"active":false}' })
    clock.advance(29_999)
    expect(await codeOf('good')).toBe('accepted')
    clock.advance(1)
    expect(await codeOf('good')).toBe('token_not_active')
  })

  test('that is revoked is refused at once without a cache', async () => {
    const { server, codeOf } = createTestServer({ cache: false })
    for (let i = 0; i < 3; i++) expect(await codeOf('good')).toBe('accepted')
    expect(server.asked).toHaveLength(3)
    server.answer = () => ({ status: 200, body: '{"active":false}' })
    expect(await codeOf('good')).toBe('token_not_active')
  })

  test('is not taken from the cache after its expiry', async () => {
    const test = createTestServer()
    const { server, clock, codeOf } = test
    const exp = clock.now() / second + 20
    server.answer = () => activeAnswer(test, { exp })
    expect(await codeOf('short')).toBe('accepted')
    clock.advance(19_999)
    expect(await codeOf('short')).toBe('accepted')
    expect(server.asked).toHaveLength(1)
    clock.advance(1)
    // The server still says that it is active: its clock may be behind.
    expect(await codeOf('short')).toBe('accepted')
    expect(server.asked).toHaveLength(2)
    clock.advance(9_999)
    expect(await codeOf('short')).toBe('accepted')
    clock.advance(1)
    expect(await codeOf('short')).toBe('token_expired')
  })

  test('without an expiry counts for 60 seconds at a time, however long answers are cached', async () => {
    const test = createTestServer({ cache: { ttlSeconds: 3_600 } })
    test.server.answer = () => activeAnswer(test, { exp: undefined })
    const result = await test.mcpAuth.authenticateRequest(requestWith('endless'))
    expect(result).toMatchObject({ ok: true, principal: { expiresAt: test.clock.now() / second + 60 } })
    test.clock.advance(59_999)
    await test.codeOf('endless')
    expect(test.server.asked).toHaveLength(1)
    test.clock.advance(1)
    await test.codeOf('endless')
    expect(test.server.asked).toHaveLength(2)
  })

  test('is not prolonged by a clock that is set back', async () => {
    const { server, clock, codeOf } = createTestServer()
    await codeOf('good')
    clock.advance(-1)
    await codeOf('good')
    expect(server.asked).toHaveLength(2)
  })

  test('is refused under a clock that returns no number', async () => {
    expect(await createTestServer({ now: () => Number.NaN }).codeOf('good')).toBe('token_expired')
  })

  test('has a principal that no handler can change for others', async () => {
    const { mcpAuth } = createTestServer()
    const first = await mcpAuth.authenticateRequest(requestWith('good'))
    if (!first.ok) throw new Error(first.code)
    expect(() => Object.assign(first.principal, { userId: 'eve' })).toThrow(TypeError)
    expect(() => (first.principal.scopes as string[]).push('admin')).toThrow(TypeError)
    const info = first.authInfo()
    info.scopes.push('admin')
    Object.assign(info.extra, { userId: 'eve' })
    const second = await mcpAuth.authenticateRequest(requestWith('good'))
    expect(second).toMatchObject({ principal: { userId: 'ada', scopes: ['notes:read'] } })
  })
})

describe('a refused token', () => {
  test('is introspected again after 5 seconds', async () => {
    const { server, clock, codeOf } = createTestServer()
    for (let i = 0; i < 3; i++) expect(await codeOf('unknown')).toBe('token_not_active')
    clock.advance(4_999)
    await codeOf('unknown')
    expect(server.asked).toHaveLength(1)
    clock.advance(1)
    await codeOf('unknown')
    expect(server.asked).toHaveLength(2)
  })

  test('that was accepted before is introspected again after 5 seconds as well, and counts as unseen', async () => {
    const { server, clock, codeOf } = createTestServer()
    expect(await codeOf('good')).toBe('accepted')
    server.answer = () => ({ status: 200, body: '{"active":false}' })
    clock.advance(60 * second)
    for (let i = 0; i < 3; i++) expect(await codeOf('good')).toBe('token_not_active')
    expect(server.asked).toHaveLength(2)
  })

  test('works as soon as the server knows it, after those 5 seconds', async () => {
    const test = createTestServer()
    expect(await test.codeOf('early')).toBe('token_not_active')
    test.server.answer = () => activeAnswer(test)
    test.clock.advance(5 * second)
    expect(await test.codeOf('early')).toBe('accepted')
  })

  test('is introspected every time without a cache', async () => {
    const { server, codeOf } = createTestServer({ cache: false })
    for (let i = 0; i < 3; i++) await codeOf('unknown')
    expect(server.asked).toHaveLength(3)
  })
})

describe('one token', () => {
  test('in 1,000 requests at once is introspected once', async () => {
    const test = createTestServer()
    const open = holdAnswers(test)
    const codes = times(1_000, () => test.codeOf('good'))
    await untilAsked(test, 1)
    await settle()
    open()
    expect(tally(await codes)).toEqual({ accepted: 1_000 })
    expect(test.server.asked).toHaveLength(1)
  })

  test('in 1,000 requests at once is introspected once without a cache, too', async () => {
    const test = createTestServer({ cache: false })
    const open = holdAnswers(test)
    const codes = times(1_000, () => test.codeOf('good'))
    await untilAsked(test, 1)
    await settle()
    open()
    expect(tally(await codes)).toEqual({ accepted: 1_000 })
    // Requests that come after the answer ask again.
    expect(test.server.asked.length).toBeLessThan(10)
  })

  test('in 1,000 requests at once is one call that fails, while the server is away', async () => {
    const test = createTestServer()
    const { open, opened } = createGate()
    test.server.answer = async () => {
      await opened
      return { status: 500, body: '' }
    }
    const codes = times(1_000, () => test.codeOf('good'))
    await untilAsked(test, 1)
    await settle()
    open()
    expect(tally(await codes)).toEqual({ mcp_unavailable: 1_000 })
    expect(test.server.asked.length).toBeLessThan(10)
  })
})

describe('made-up tokens', () => {
  test('10,000 at once cost at most 200 calls in a second, of which 64 are in flight at once', async () => {
    const test = createTestServer()
    const codes = await times(10_000, (index) => test.codeOf(`made-up-${index}`))
    expect(test.server.asked.length).toBeLessThanOrEqual(200)
    expect(test.server.inFlight.most).toBeLessThanOrEqual(64)
    const { token_not_active: asked = 0, mcp_unavailable: refused = 0 } = tally(codes)
    expect(asked).toBe(test.server.asked.length)
    expect(asked + refused).toBe(10_000)
    expect(asked).toBeGreaterThan(0)
  })

  test('one after the other, too, in every second', async () => {
    const { server, clock, codeOf } = createTestServer()
    for (let i = 0; i < 250; i++) await codeOf(`made-up-${i}`)
    expect(server.asked).toHaveLength(200)
    clock.advance(999)
    await codeOf('made-up-late')
    expect(server.asked).toHaveLength(200)
    clock.advance(1)
    for (let i = 0; i < 250; i++) await codeOf(`made-up-again-${i}`)
    expect(server.asked).toHaveLength(400)
  })

  test('are bounded in any second, not only in those of a clock', async () => {
    const { server, clock, codeOf } = createTestServer()
    for (let i = 0; i < 10; i++) {
      for (let j = 0; j < 40; j++) await codeOf(`made-up-${i}-${j}`)
      clock.advance(100)
    }
    expect(server.asked).toHaveLength(200)
  })

  test('beyond the bounds are a 503 that says when to come back', async () => {
    const test = createTestServer()
    const open = holdAnswers(test)
    const held = times(64, (index) => test.codeOf(`held-${index}`))
    await untilAsked(test, 64)
    const result = await test.mcpAuth.authenticateRequest(requestWith('one-more'))
    expect(result).toMatchObject({ ok: false, code: 'mcp_unavailable' })
    if (!result.ok) expect(result.response().headers.get('retry-after')).toBe('1')
    expect(test.server.asked).toHaveLength(64)
    open()
    expect(tally(await held)).toEqual({ token_not_active: 64 })
    expect(await test.codeOf('one-more')).toBe('token_not_active')
  })

  test('do not shut out a token that was accepted before', async () => {
    const test = createTestServer()
    expect(await test.codeOf('good')).toBe('accepted')
    test.clock.advance(61 * second)
    const open = holdAnswers(test)
    const flood = times(1_000, (index) => test.codeOf(`made-up-${index}`))
    await untilAsked(test, 1 + 64)
    const good = test.codeOf('good')
    // It finds no place, and waits for one.
    await settle()
    open()
    expect(await good).toBe('accepted')
    await flood
  })

  test('do not evict a token in use', async () => {
    const { server, clock, codeOf } = createTestServer({ cache: { maxEntries: 10 } })
    await codeOf('good')
    for (let i = 0; i < 100; i++) await codeOf(`made-up-${i}`)
    server.asked.length = 0
    clock.advance(30 * second)
    await codeOf('good')
    expect(server.asked).toHaveLength(0)
  })

  test('that repeat cost one call in 5 seconds', async () => {
    const { server, codeOf } = createTestServer()
    for (let i = 0; i < 1_000; i++) await codeOf('unknown')
    expect(server.asked).toHaveLength(1)
  })

  test('are bounded again soon after a clock was set back by an hour', async () => {
    const { server, clock, codeOf } = createTestServer()
    for (let i = 0; i < 200; i++) await codeOf(`made-up-${i}`)
    clock.advance(-3_600 * second)
    for (let i = 0; i < 500; i++) await codeOf(`made-up-later-${i}`)
    expect(server.asked.length).toBeGreaterThan(200)
    expect(server.asked.length).toBeLessThanOrEqual(400)
  })
})

describe('the number of cached tokens', () => {
  test('is bounded: the oldest is introspected again', async () => {
    const test = createTestServer({ cache: { maxEntries: 2 } })
    test.server.answer = () => activeAnswer(test)
    for (const token of ['a', 'b', 'c', 'b', 'c']) await test.codeOf(token)
    expect(test.server.asked).toHaveLength(3)
    await test.codeOf('a')
    expect(test.server.asked).toHaveLength(4)
  })
})

describe('a 429 of the authorization server', () => {
  const limited = (retryAfter?: string) => () => ({
    status: 429,
    body: '{}',
    ...(retryAfter && { headers: { 'retry-after': retryAfter } }),
  })

  test('is a 503 with at least its Retry-After, and no call is made before', async () => {
    const { mcpAuth, server, clock, codeOf } = createTestServer()
    expect(await codeOf('good')).toBe('accepted')
    server.answer = limited('30')
    const result = await mcpAuth.authenticateRequest(requestWith('one'))
    if (result.ok) throw new Error('accepted')
    expect(result.response().status).toBe(503)
    expect(result.response().headers.get('retry-after')).toBe('30')
    server.answer = undefined
    clock.advance(10_500)
    const other = await mcpAuth.authenticateRequest(requestWith('another'))
    if (other.ok) throw new Error('accepted')
    expect(other.response().headers.get('retry-after')).toBe('20')
    expect(server.asked).toHaveLength(2)
    // What is in the cache needs no call.
    expect(await codeOf('good')).toBe('accepted')
    clock.advance(19_500)
    expect(await codeOf('one')).toBe('token_not_active')
  })

  test('without Retry-After is a pause of 5 seconds', async () => {
    const { server, clock, codeOf } = createTestServer()
    server.answer = limited()
    expect(await codeOf('one')).toBe('mcp_unavailable')
    server.answer = undefined
    clock.advance(4_999)
    expect(await codeOf('one')).toBe('mcp_unavailable')
    clock.advance(1)
    expect(await codeOf('one')).toBe('token_not_active')
    expect(server.asked).toHaveLength(2)
  })

  test('that asks for a month pauses an hour, and says so to clients', async () => {
    const { mcpAuth, server, clock, codeOf } = createTestServer()
    server.answer = limited('2592000')
    const result = await mcpAuth.authenticateRequest(requestWith('one'))
    if (!result.ok) expect(result.response().headers.get('retry-after')).toBe('2592000')
    server.answer = undefined
    clock.advance(3_599 * second)
    expect(await codeOf('one')).toBe('mcp_unavailable')
    clock.advance(second)
    expect(await codeOf('one')).toBe('token_not_active')
  })

  test.each([1, 1_800, 7_200])('does not pause for longer after a clock was set back by %i s', async (seconds) => {
    const { server, clock, codeOf } = createTestServer()
    server.answer = limited('30')
    await codeOf('one')
    server.answer = undefined
    clock.advance(-seconds * second)
    expect(await codeOf('one')).toBe('token_not_active')
  })

  test('after a clock was set back, pauses as long as it asks for', async () => {
    const { server, clock, codeOf } = createTestServer()
    server.answer = limited('3600')
    await codeOf('one')
    clock.advance(-1_800 * second)
    server.answer = limited('30')
    await codeOf('one')
    server.answer = undefined
    clock.advance(29 * second)
    expect(await codeOf('one')).toBe('mcp_unavailable')
    clock.advance(second)
    expect(await codeOf('one')).toBe('token_not_active')
  })

  test('does not shorten the pause of another one', async () => {
    const test = createTestServer()
    const gates = [createGate(), createGate()]
    test.server.answer = async ({ token }) => {
      await gates[Number(token)]?.opened
      return limited(token === '0' ? '30' : '1')()
    }
    const calls = ['0', '1'].map((token) => test.codeOf(token))
    await untilAsked(test, 2)
    for (const [index, call] of calls.entries()) {
      gates[index]?.open()
      expect(await call).toBe('mcp_unavailable')
    }
    test.server.answer = undefined
    test.clock.advance(29 * second)
    expect(await test.codeOf('2')).toBe('mcp_unavailable')
  })

  test('stops a token that waits for a place as well', async () => {
    const test = createTestServer()
    expect(await test.codeOf('good')).toBe('accepted')
    test.clock.advance(61 * second)
    const { open, opened } = createGate()
    test.server.answer = async () => {
      await opened
      return limited('30')()
    }
    const held = times(64, (index) => test.codeOf(`held-${index}`))
    await untilAsked(test, 65)
    const waiting = test.codeOf('good')
    await settle()
    open()
    expect(await waiting).toBe('mcp_unavailable')
    await held
    expect(test.server.asked).toHaveLength(65)
  })
})

describe('while the authorization server is away', () => {
  test('a cached token works, others are a 503, and all work when it is back', async () => {
    const { server, codeOf, clock } = createTestServer()
    expect(await codeOf('good')).toBe('accepted')
    server.answer = () => {
      throw new TypeError('fetch failed')
    }
    expect(await codeOf('good')).toBe('accepted')
    expect(await codeOf('good-for-writing')).toBe('mcp_unavailable')
    clock.advance(61 * second)
    expect(await codeOf('good')).toBe('mcp_unavailable')
    server.answer = undefined
    expect(await codeOf('good')).toBe('accepted')
    expect(await codeOf('good-for-writing')).toBe('accepted')
  })

  test('whatever fetch gives or throws is a 503', async () => {
    const test = createTestServer({
      fetch: async () => {
        const thrown = [undefined, null, 'text', {}, new Error('mine')]
        if (test.server.asked.length < 2 * thrown.length) {
          test.server.asked.push({ url: '', method: '', token: null, init: {} })
          throw thrown[Math.floor((test.server.asked.length - 1) / 2)]
        }
        return { status: 500 } as Response
      },
    })
    for (let i = 0; i < 6; i++) expect(await test.codeOf(`odd-${i}`)).toBe('mcp_unavailable')
  })

  test('a call takes no longer than timeoutMs, whatever fetch does', async () => {
    const test = createTestServer({ timeoutMs: 20 })
    test.server.answer = () => new Promise(() => {})
    expect(await test.codeOf('good')).toBe('mcp_unavailable')
    expect(test.events).toContainEqual(
      expect.objectContaining({ type: 'introspection', cause: new Error('no answer within 20 ms') }),
    )
    test.server.answer = undefined
    expect(await test.codeOf('good')).toBe('accepted')
  })

  test('calls that hang do not keep their places', async () => {
    const test = createTestServer({ timeoutMs: 20 })
    test.server.answer = () => new Promise(() => {})
    for (let round = 0; round < 2; round++) {
      const codes = await times(64, (index) => test.codeOf(`hanging-${round}-${index}`))
      expect(tally(codes)).toEqual({ mcp_unavailable: 64 })
    }
    expect(test.server.asked).toHaveLength(128)
  })
})
