import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleText, forAnyRuntime } from 'test-kit/bundle'
import { type HttpServer, startHttpServer } from 'test-kit/http-server'
import { freePort } from 'test-kit/listen'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import workerd from 'workerd'
import { createTestIssuer } from '../src/testing.js'

/** workerd without a tool in between: only there do the other requests show what a disconnected client does to them. */
const source = (authUrl: string) => `
import { createPropelAuth } from '../src/index.js'
const instances = new Map()
const instanceOf = (name, laterMs) => {
  const known = instances.get(name) ?? { laterMs: 0 }
  known.laterMs += laterMs
  known.propelAuth ??= createPropelAuth({
    authUrl: '${authUrl}',
    tokenCache: false,
    now: () => Date.now() + known.laterMs,
  })
  instances.set(name, known)
  return known.propelAuth
}
export default {
  async fetch(request, env, ctx) {
    const { pathname, searchParams } = new URL(request.url)
    const waitUntil = pathname.endsWith('/bare') ? undefined : (promise) => ctx.waitUntil(promise)
    const result = await instanceOf(pathname, Number(searchParams.get('later') ?? 0)).authenticateRequest(request, { waitUntil })
    return result.ok ? Response.json({ userId: result.user.userId }) : result.response()
  },
}`

/** The same Worker with compatibility dates of today and of a time when `fetch` threw for the member `cache`. */
const config = (script: string, port: number, oldPort: number) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "old", worker = .old),
    (name = "internet", network = (allow = ["private", "public"])),
  ],
  sockets = [
    (name = "http", address = "127.0.0.1:${port}", http = (), service = "main"),
    (name = "old", address = "127.0.0.1:${oldPort}", http = (), service = "old"),
  ],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "${script}")],
  compatibilityDate = "2026-06-01",
);
const old :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "${script}")],
  compatibilityDate = "2024-10-01",
);`

describe('on workerd itself', () => {
  const folder = temporaryFolder()
  const log: string[] = []
  let child: ChildProcess
  let port = 0
  let oldPort = 0
  let token = ''
  let delayMs = 0
  let fetches = 0
  let sets: object[] = []
  let run = 0

  let keyServer: HttpServer

  function answerKeys(response: ServerResponse) {
    fetches++
    setTimeout(
      () => response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: sets })),
      delayMs,
    )
  }

  beforeAll(async () => {
    keyServer = await startHttpServer((_request, response) => answerKeys(response))
    const authUrl = keyServer.url
    const issuer = await createTestIssuer({ authUrl })
    sets = [...issuer.jwks.keys]
    token = await issuer.token({ expiresInSeconds: 24 * 3_600 })
    const script = await bundleText(source(authUrl), fileURLToPath(new URL('.', import.meta.url)), forAnyRuntime)
    writeFileSync(join(folder, 'worker.js'), script)
    port = await freePort()
    oldPort = await freePort()
    writeFileSync(join(folder, 'config.capnp'), config('worker.js', port, oldPort))
    child = spawn(workerd, ['serve', join(folder, 'config.capnp')], { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => log.push(String(chunk)))
    while ((await ask('/ready').status) === 0) await sleep(50)
  })

  afterAll(async () => {
    child?.kill('SIGKILL')
    await keyServer?.close()
  })

  beforeEach(() => {
    fetches = 0
    run++
  })

  /** A request over a connection of its own, which can be reset. */
  function ask(path: string, at = port): { status: Promise<number>; socket: Socket } {
    const socket = connect(at, '127.0.0.1')
    const status = new Promise<number>((resolve) => {
      socket.once('data', (chunk) => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(String(chunk))?.[1] ?? 0)))
      socket.once('error', () => resolve(0))
      socket.once('close', () => resolve(0))
    })
    const lines = [`GET ${path} HTTP/1.1`, 'Host: localhost', `Authorization: Bearer ${token}`, 'Connection: close']
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    return { status, socket }
  }

  /** The key server has been asked so often. A request that hangs ends with the time limit of the test. */
  const untilFetched = (times = 1) => vi.waitFor(() => expect(fetches).toBe(times), { timeout: 20_000, interval: 5 })
  const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

  for (const [title, suffix] of [
    ['with waitUntil', ''],
    ['without waitUntil', '/bare'],
  ] as const) {
    test(`100 first requests at once cost at most 2 fetches, ${title}`, async () => {
      delayMs = 200
      const statuses = await Promise.all(Array.from({ length: 100 }, () => ask(`/cold-${run}${suffix}`).status))
      expect(statuses.filter((status) => status !== 200)).toEqual([])
      expect(fetches).toBeGreaterThan(0)
      expect(fetches).toBeLessThanOrEqual(2)
    })

    test(`no request hangs when the client of the one that fetches is reset, ${title}`, async () => {
      delayMs = 1_000
      const first = ask(`/reset-${run}${suffix}`)
      await untilFetched()
      const others = Array.from({ length: 50 }, () => ask(`/reset-${run}${suffix}`).status)
      await sleep(100)
      first.socket.resetAndDestroy()
      const statuses = await Promise.all(others)
      expect(statuses.filter((status) => status !== 200)).toEqual([])
      expect(fetches).toBeLessThanOrEqual(2)
    })
  }

  test('100 requests at once that wait for overdue keys cost at most 2 fetches, with a client that is reset', async () => {
    delayMs = 300
    const path = `/overdue-${run}`
    expect(await ask(path).status).toBe(200)
    const first = ask(`${path}?later=3600000`)
    await untilFetched(2)
    const others = Array.from({ length: 100 }, () => ask(path).status)
    await sleep(50)
    first.socket.resetAndDestroy()
    const statuses = await Promise.all(others)
    expect(statuses.filter((status) => status !== 200)).toEqual([])
    expect(fetches).toBeLessThanOrEqual(1 + 2)
  })

  test('keys are fetched under a compatibility date whose fetch knows no cache', async () => {
    delayMs = 0
    const statuses = await Promise.all(Array.from({ length: 10 }, () => ask(`/old-${run}`, oldPort).status))
    expect(statuses.filter((status) => status !== 200)).toEqual([])
    expect(fetches).toBeLessThanOrEqual(2)
  })

  test('no request was resumed by another one', () => {
    expect(log.join('')).not.toMatch(/different request|hung|hang/i)
  })
})
