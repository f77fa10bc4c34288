// workerd without a tool in between: only there do the other requests show what a disconnected client does to them.
import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bundleText, forAnyRuntime } from 'test-kit/bundle'
import { type HttpServer, startHttpServer } from 'test-kit/http-server'
import { freePort } from 'test-kit/listen'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import workerd from 'workerd'
import { appUrl, type RunningService, startService } from './running-service.js'

/** An isolate for each path, with the clock of the request. Under `/bare` the context of the platform is not passed on. */
const source = ({ authUrl, verifierKey, apiKey }: RunningService['emulator'], baseUrl: string) => `
import { createPropelAuth } from '@propelauth-edge/core'
import { createSessions } from '../src/index.js'
const instances = new Map()
let time = 0
const now = () => time
function createInstance() {
  const propelAuth = createPropelAuth({ authUrl: '${authUrl}', verifierKey: ${JSON.stringify(verifierKey)}, now })
  return createSessions(propelAuth, { apiKey: '${apiKey}', appUrl: '${appUrl}', baseUrl: '${baseUrl}' })
}
export default {
  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url)
    time = Number(request.headers.get('x-now'))
    const sessions = instances.get(pathname) ?? createInstance()
    instances.set(pathname, sessions)
    const session = await sessions.getSession(request, pathname.startsWith('/bare') ? {} : ctx)
    return session.apply(new Response(session.status))
  },
}`

const config = (port: number) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "internet", network = (allow = ["private", "public"]))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-06-01",
);`

interface Asked {
  /** What the session of the answer is; the empty text if the connection ended without one. */
  readonly status: Promise<string>
  readonly socket: Socket
}

describe.each(['strict', 'rotate-with-grace'] as const)('on workerd itself, with refresh tokens: %s', (mode) => {
  const folder = temporaryFolder()
  const log: string[] = []
  let child: ChildProcess
  let service: RunningService
  let proxy: HttpServer
  let port = 0
  let delayMs = 0
  let run = 0

  /** The service answers at once, so that a refresh token is spent. The answer takes its time. */
  async function passOn(incoming: IncomingMessage, outgoing: ServerResponse) {
    const { method = 'GET', url = '' } = incoming
    const headers = new Headers({ authorization: incoming.headers.authorization ?? '' })
    const body = method === 'POST' ? await text(incoming) : null
    const response = await service.emulator.fetch(service.emulator.authUrl + url, { method, headers, body })
    const answer = await response.text()
    await sleep(delayMs)
    outgoing.writeHead(response.status, { 'content-type': 'application/json' }).end(answer)
  }

  beforeAll(async () => {
    service = await startService(mode)
    proxy = await startHttpServer(passOn)
    const resolveDir = fileURLToPath(new URL('.', import.meta.url))
    const script = await bundleText(source(service.emulator, proxy.url), resolveDir, forAnyRuntime)
    writeFileSync(join(folder, 'worker.js'), script)
    port = await freePort()
    writeFileSync(join(folder, 'config.capnp'), config(port))
    child = spawn(workerd, ['serve', join(folder, 'config.capnp')], { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => log.push(String(chunk)))
    while ((await ask('/ready', '').status) === '') {
      if (child.exitCode !== null) throw new Error(`workerd has ended: ${log.join('')}`)
      await sleep(50)
    }
  })

  afterAll(async () => {
    child?.kill('SIGKILL')
    await proxy?.close()
    await service?.[Symbol.asyncDispose]()
  })

  beforeEach(() => {
    service.emulator.clearRequests()
    run++
  })

  /** A request over a connection of its own, which can be reset. */
  function ask(path: string, cookie: string): Asked {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk
    })
    const status = new Promise<string>((resolve) => {
      socket.once('error', () => resolve(''))
      socket.once('close', () => resolve(/\r\n(\w+)$/.exec(answer.trim())?.[1] ?? ''))
    })
    const lines = [`GET ${path} HTTP/1.1`, 'Host: localhost', `Cookie: ${cookie}`, `X-Now: ${service.clock.now()}`]
    socket.write(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`)
    return { status, socket }
  }

  /** The service has spent the refresh token. A request that hangs ends with the time limit of the test. */
  const untilRefreshed = () =>
    vi.waitFor(() => expect(service.countRefreshes()).toBe(1), { timeout: 20_000, interval: 5 })

  /** A session whose access token has expired. */
  async function logIn() {
    const cookie = await service.logIn()
    service.clock.advance(1_900)
    return cookie
  }

  test('100 requests at once with an expired access token cost one refresh, and end no session', async () => {
    delayMs = 200
    const cookie = await logIn()
    const statuses = await Promise.all(Array.from({ length: 100 }, () => ask(`/cold-${run}`, cookie).status))
    expect(new Set(statuses)).toEqual(new Set(['active']))
    expect(service.countRefreshes()).toBe(1)
  })

  test('a client that resets its connection in the middle of a refresh hangs no request and ends no session', async () => {
    delayMs = 1_000
    const cookie = await logIn()
    const first = ask(`/reset-${run}`, cookie)
    await untilRefreshed()
    const others = Array.from({ length: 50 }, () => ask(`/reset-${run}`, cookie).status)
    await sleep(100)
    first.socket.resetAndDestroy()
    expect(new Set(await Promise.all(others))).toEqual(new Set(['active']))
    // A request that comes late has the answer, too.
    expect(await ask(`/reset-${run}`, cookie).status).toBe('active')
    expect(service.countRefreshes()).toBe(1)
  })

  // Then the platform ends the refresh with its request. Where each refresh token counts once, its answer is lost.
  if (mode === 'rotate-with-grace')
    test('also where the platform does not keep work alive', async () => {
      delayMs = 1_000
      const cookie = await logIn()
      const first = ask(`/bare-${run}`, cookie)
      await untilRefreshed()
      const others = Array.from({ length: 50 }, () => ask(`/bare-${run}`, cookie).status)
      await sleep(100)
      first.socket.resetAndDestroy()
      expect(new Set(await Promise.all(others))).toEqual(new Set(['active']))
      expect(service.countRefreshes()).toBeLessThanOrEqual(3)
    })

  test('no request was resumed by another one', () => {
    expect(log.join('')).not.toMatch(/different request|hung|\bhang/i)
  })
})
