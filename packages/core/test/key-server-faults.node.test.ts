import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createPropelAuth } from '../src/propelauth.js'
import { createTestIssuer } from '../src/testing.js'
import { issuer } from './issuer.js'
import { serverFaults, serves, startKeyServer } from './key-server.js'

const hour = 3_600_000

/** `keyTimeoutMs`: short only where a test waits for its end, so that a busy machine has time for the rest. */
async function setUp(keyTimeoutMs = 10_000) {
  const server = await startKeyServer()
  const claims = { iss: server.authUrl }
  const headers = new Headers(await issuer.headers({ expiresInSeconds: 100 * 3_600, claims }))
  let offset = 0
  let stoppedAt: number | undefined
  const now = () => (stoppedAt ?? Date.now()) + offset
  const stopClock = () => {
    stoppedAt = Date.now()
  }
  const isolate = () => createPropelAuth({ authUrl: server.authUrl, now, tokenCache: false, keyTimeoutMs })
  const advance = (ms: number) => {
    offset += ms
  }
  return { server, headers, isolate, advance, stopClock }
}

describe.concurrent.for(Object.entries(serverFaults))('a key server that %s', ([, { behaviour, reason }]) => {
  const keyTimeoutMs = reason.test('no answer within 1000 ms') ? 1_000 : 10_000

  test('is a 503 with the reason, not a 401, and ends with the fault', async () => {
    const { server, headers, isolate } = await setUp(keyTimeoutMs)
    await using _ = server
    server.behaviour = behaviour
    const propelAuth = isolate()
    const refused = await propelAuth.authenticateRequest({ headers })
    expect(refused).toMatchObject({ ok: false, error: { code: 'jwks_unavailable', status: 503 } })
    if (refused.ok) return
    expect(refused.response().headers.get('retry-after')).toBe('1')
    expect(refused.error.detail).toMatch(reason)
    expect(refused.error.detail).toContain(`No keys from ${new URL(server.authUrl).host}: `)
    expect(refused.error.cause).toBeInstanceOf(Error)

    server.behaviour = serves(issuer.jwks)
    while (!(await propelAuth.authenticateRequest({ headers })).ok) await sleep(50)
  })

  test('does not affect known keys for a day', async () => {
    const { server, headers, isolate, advance } = await setUp(keyTimeoutMs)
    await using _ = server
    server.behaviour = serves(issuer.jwks)
    const propelAuth = isolate()
    await propelAuth.validateRequest({ headers })
    server.behaviour = behaviour
    for (const step of [hour / 4, 8 * hour, 15 * hour]) {
      advance(step)
      expect(await propelAuth.authenticateRequest({ headers }, { waitUntil: () => {} })).toMatchObject({ ok: true })
    }
  })
})

describe('the reason why there are no keys', () => {
  const refusal = async (authUrl: string) => {
    const headers = new Headers(await issuer.headers({ claims: { iss: authUrl } }))
    const result = await createPropelAuth({ authUrl }).authenticateRequest({ headers })
    return result.ok ? undefined : result.error
  }

  test('is the name that does not resolve', async () => {
    const error = await refusal('https://no-such-host.invalid')
    expect(error?.detail).toMatch(
      /^No keys from no-such-host\.invalid: fetch failed: getaddrinfo (ENOTFOUND|EAI_AGAIN)/,
    )
    expect(error?.cause).toMatchObject({ cause: { code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) } })
  })

  test('is the connection that is refused', async () => {
    const server = await startKeyServer()
    await server[Symbol.asyncDispose]()
    expect((await refusal(server.authUrl))?.detail).toMatch(/fetch failed: connect ECONNREFUSED 127\.0\.0\.1/)
  })

  test('is TLS', async () => {
    await using server = await startKeyServer()
    const error = await refusal(server.authUrl.replace('http:', 'https:'))
    expect(error?.detail).toMatch(/fetch failed: .*(SSL|TLS|packet length|wrong version)/i)
  })
})

test('a key server that fails is asked once in 600 ms: 4 times for 40 requests in 2 seconds', async () => {
  const { server, headers, isolate, advance, stopClock } = await setUp()
  await using _ = server
  server.behaviour = serverFaults['answers 500']?.behaviour ?? (() => {})
  const propelAuth = isolate()
  stopClock()
  for (let request = 0; request < 40; request++) {
    await propelAuth.authenticateRequest({ headers })
    advance(50)
  }
  expect(server.fetches).toBe(4)
})

test('100 first requests at once cost one fetch', async () => {
  const { server, headers, isolate } = await setUp()
  await using _ = server
  server.behaviour = (request, response) => void setTimeout(() => serves(issuer.jwks)(request, response), 200)
  const propelAuth = isolate()
  await Promise.all(Array.from({ length: 100 }, () => propelAuth.validateRequest({ headers })))
  expect(server.fetches).toBe(1)
})

test('100 first requests at once survive a connection that is reset', async () => {
  const { server, headers, isolate } = await setUp()
  await using _ = server
  server.behaviour = (request) => {
    server.behaviour = serves(issuer.jwks)
    request.socket.resetAndDestroy()
  }
  const propelAuth = isolate()
  await Promise.all(Array.from({ length: 100 }, () => propelAuth.validateRequest({ headers })))
  expect(server.fetches).toBe(2)
})

test('a week of hourly rotation refuses no good token', async () => {
  const { server, advance, isolate } = await setUp()
  await using _ = server
  const propelAuth = isolate()
  const successors = await Promise.all(Array.from({ length: 4 }, () => createTestIssuer()))
  const ring = [issuer, ...successors]
  const claims = { iss: server.authUrl, exp: Math.floor(Date.now() / 1_000) + 30 * 24 * 3_600 }
  const tokens = await Promise.all(ring.map((each) => each.token({ claims })))
  for (let hours = 0; hours < 7 * 24; hours++) {
    const [previous, current] = [(hours + ring.length - 1) % ring.length, hours % ring.length]
    server.behaviour = serves({ keys: [...(ring[previous]?.jwks.keys ?? []), ...(ring[current]?.jwks.keys ?? [])] })
    for (const at of hours === 0 ? [current] : [previous, current])
      await propelAuth.validateToken(tokens[at] ?? '', { waitUntil: () => {} })
    advance(hour)
  }
})
