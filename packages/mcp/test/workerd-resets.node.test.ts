import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleText, forAnyRuntime } from 'test-kit/bundle'
import { type HttpServer, startHttpServer } from 'test-kit/http-server'
import { freePort } from 'test-kit/listen'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import workerd from 'workerd'

/** workerd without a tool in between: only there do other requests show what a disconnected client does to them. */
const source = (authUrl: string) => `
import { createMcpAuth } from '../src/index.js'
const mcpAuth = createMcpAuth({
  authUrl: '${authUrl}',
  resource: 'https://mcp.example.com/mcp',
  introspection: { clientId: 'id', clientSecret: 'secret' },
})
export default { fetch: mcpAuth.withMcpAuth((request, { principal }) => Response.json(principal)) }`

const config = (script: string, port: number) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["private", "public"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "${script}")],
  compatibilityDate = "2026-06-01",
);`

describe('on workerd itself', () => {
  const folder = temporaryFolder()
  const log: string[] = []
  let child: ChildProcess
  let server: HttpServer
  let port = 0
  let delayMs = 0
  let introspections = 0

  beforeAll(async () => {
    const active = { active: true, sub: 'ada', aud: 'https://mcp.example.com/mcp', exp: Date.now() / 1_000 + 3_600 }
    server = await startHttpServer((_request, response) => {
      introspections++
      setTimeout(() => response.end(JSON.stringify(active)), delayMs)
    })
    const here = fileURLToPath(new URL('.', import.meta.url))
    writeFileSync(join(folder, 'worker.js'), await bundleText(source(server.url), here, forAnyRuntime))
    port = await freePort()
    writeFileSync(join(folder, 'config.capnp'), config('worker.js', port))
    child = spawn(workerd, ['serve', join(folder, 'config.capnp')], { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => log.push(String(chunk)))
    while ((await ask('ready').status) === 0) await sleep(50)
  })

  afterAll(async () => {
    child?.kill('SIGKILL')
    await server?.close()
  })

  beforeEach(() => {
    introspections = 0
  })

  /** A request over a connection of its own, which can be reset. */
  function ask(token: string): { status: Promise<number>; socket: Socket } {
    const socket = connect(port, '127.0.0.1')
    const status = new Promise<number>((resolve) => {
      socket.once('data', (chunk) => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(String(chunk))?.[1] ?? 0)))
      socket.once('error', () => resolve(0))
      socket.once('close', () => resolve(0))
    })
    const lines = ['GET /mcp HTTP/1.1', 'Host: localhost', `Authorization: Bearer ${token}`, 'Connection: close']
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    return { status, socket }
  }

  /** The server has been asked so often. A request that hangs ends with the time limit of the test. */
  const untilAsked = (times: number) =>
    vi.waitFor(() => expect(introspections).toBe(times), { timeout: 20_000, interval: 5 })
  const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

  test('100 requests at once with one token cost at most 2 introspections', async () => {
    delayMs = 200
    const statuses = await Promise.all(Array.from({ length: 100 }, () => ask('one').status))
    expect(statuses.filter((status) => status !== 200)).toEqual([])
    expect(introspections).toBeGreaterThan(0)
    expect(introspections).toBeLessThanOrEqual(2)
  })

  test('no request hangs when the client of the one that introspects is reset', async () => {
    delayMs = 1_000
    const first = ask('reset')
    await untilAsked(1)
    const others = Array.from({ length: 50 }, () => ask('reset').status)
    await sleep(100)
    first.socket.resetAndDestroy()
    const statuses = await Promise.all(others)
    expect(statuses.filter((status) => status !== 200)).toEqual([])
    expect(introspections).toBeLessThanOrEqual(2)
  })

  test('a hundred clients that are reset do not keep the places of others', async () => {
    delayMs = 60_000
    const gone = Array.from({ length: 100 }, (_, index) => ask(`gone-${index}`))
    await vi.waitFor(() => expect(introspections).toBeGreaterThanOrEqual(60), { timeout: 20_000, interval: 5 })
    for (const { socket } of gone) socket.resetAndDestroy()
    delayMs = 0
    await vi.waitFor(async () => expect(await ask('after').status).toBe(200), { timeout: 25_000, interval: 500 })
  })

  test('no request was resumed by another one', () => {
    expect(log.join('')).not.toMatch(/different request|hung|hang/i)
  })
})
