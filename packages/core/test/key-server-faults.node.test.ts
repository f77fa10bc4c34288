import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createPropelAuth } from '../src/propelauth.js'
import { createTestIssuer } from '../src/testing.js'
import { serverFaults, serves, startKeyServer } from './key-server.js'

const hour = 3_600_000

async function setUp() {
  const server = await startKeyServer()
  const issuer = await createTestIssuer({ authUrl: server.authUrl })
  const headers = new Headers(await issuer.headers({ expiresInSeconds: 100 * 3_600 }))
  let offset = 0
  const isolate = () => createPropelAuth({ authUrl: server.authUrl, now: () => Date.now() + offset, tokenCache: false })
  const advance = (ms: number) => {
    offset += ms
  }
  return { server, issuer, headers, isolate, advance }
}

describe.concurrent.for(Object.entries(serverFaults))('a key server that %s', ([, behaviour]) => {
  test('is told apart from a bad token, in time, and is good again within a second', async () => {
    const { server, issuer, headers, isolate } = await setUp()
    await using _ = server
    server.behaviour = behaviour
    const propelAuth = isolate()
    const startedAt = performance.now()
    const refused = await propelAuth.authenticateRequest({ headers })
    expect(performance.now() - startedAt).toBeLessThan(4_000)
    expect(refused).toMatchObject({ ok: false, error: { code: 'jwks_unavailable', status: 503 } })
    expect(refused.ok || refused.response().headers.get('retry-after')).toBe('1')

    server.behaviour = serves(issuer.jwks)
    const backAt = performance.now()
    while (!(await propelAuth.authenticateRequest({ headers })).ok) await sleep(50)
    expect(performance.now() - backAt).toBeLessThan(1_500)
  })

  test('does not touch known keys for a day, nor the time of their requests', async () => {
    const { server, issuer, headers, isolate, advance } = await setUp()
    await using _ = server
    server.behaviour = serves(issuer.jwks)
    const propelAuth = isolate()
    await propelAuth.validateRequest({ headers })
    server.behaviour = behaviour
    for (const step of [hour / 4, 8 * hour, 15 * hour]) {
      advance(step)
      const startedAt = performance.now()
      await propelAuth.validateRequest({ headers }, { waitUntil: () => {} })
      expect(performance.now() - startedAt).toBeLessThan(1_000)
    }
  })
})

test('a key server that fails is asked at most 3 times in a second, however many requests come', async () => {
  const { server, headers, isolate } = await setUp()
  await using _ = server
  server.behaviour = serverFaults['answers 500'] ?? (() => {})
  const propelAuth = isolate()
  for (let request = 0; request < 20; request++) {
    await propelAuth.authenticateRequest({ headers })
    await sleep(50)
  }
  expect(server.fetches).toBeLessThanOrEqual(3)
})

test('100 first requests at once cost one fetch', async () => {
  const { server, issuer, headers, isolate } = await setUp()
  await using _ = server
  server.behaviour = (request, response) => void setTimeout(() => serves(issuer.jwks)(request, response), 200)
  const propelAuth = isolate()
  await Promise.all(Array.from({ length: 100 }, () => propelAuth.validateRequest({ headers })))
  expect(server.fetches).toBe(1)
})

test('a week of hourly rotation refuses nobody', async () => {
  const { server, issuer, advance, isolate } = await setUp()
  await using _ = server
  const propelAuth = isolate()
  const successors = await Promise.all(Array.from({ length: 4 }, () => createTestIssuer({ authUrl: server.authUrl })))
  const ring = [issuer, ...successors]
  const claims = { exp: Math.floor(Date.now() / 1_000) + 30 * 24 * 3_600 }
  const tokens = await Promise.all(ring.map((each) => each.token({ claims })))
  for (let hours = 0; hours < 7 * 24; hours++) {
    const [previous, current] = [(hours + ring.length - 1) % ring.length, hours % ring.length]
    server.behaviour = serves({ keys: [...(ring[previous]?.jwks.keys ?? []), ...(ring[current]?.jwks.keys ?? [])] })
    for (const at of hours === 0 ? [current] : [previous, current])
      await propelAuth.validateToken(tokens[at] ?? '', { waitUntil: () => {} })
    advance(hour)
  }
})
