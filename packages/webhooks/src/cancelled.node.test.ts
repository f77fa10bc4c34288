// A client that goes away ends its request on workerd, in the middle of whatever runs. The timers of the request stop, and
// no `finally` runs. Only workerd without a tool in between shows that.
import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleText, forAnyRuntime } from 'test-kit/bundle'
import { freePort } from 'test-kit/listen'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { headersOf, type Message, now, secret, sign, toMessage } from '../test/message.ts'

/** The path of the program. The package has no types. */
const require = createRequire(import.meta.url)
const { default: workerd }: { default: string } = require('workerd')

/** The first run of a message never ends by itself; later ones take a while. */
const source = `
import { createWebhooks } from './index.js'
const counts = {}
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const webhooks = createWebhooks({ secret: '${secret}', now: () => ${now} * 1_000 })
const endpoint = webhooks.handler({
  '*': async ({ id }) => {
    const count = (counts[id] ??= { starts: 0, ends: 0 })
    count.starts++
    await sleep(count.starts === 1 ? 600_000 : 200)
    count.ends++
  },
})
export default {
  fetch: (request) => (request.url.endsWith('/counts') ? Response.json(counts) : endpoint(request)),
}`

const config = (port: number) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-06-01",
);`

let child: ChildProcess
let port = 0
const folder = temporaryFolder()
const url = () => `http://127.0.0.1:${port}`

beforeAll(async () => {
  const script = await bundleText(source, fileURLToPath(new URL('.', import.meta.url)), forAnyRuntime)
  port = await freePort()
  writeFileSync(join(folder, 'worker.js'), script)
  writeFileSync(join(folder, 'config.capnp'), config(port))
  child = spawn(workerd, ['serve', join(folder, 'config.capnp')], { stdio: 'ignore' })
  await vi.waitFor(() => fetch(`${url()}/counts`), { timeout: 30_000 })
})

afterAll(() => void child?.kill('SIGKILL'))

async function countsOf({ id }: Message) {
  const counts = await (await fetch(`${url()}/counts`)).json()
  return counts[id] ?? { starts: 0, ends: 0 }
}

/** A delivery over a connection of its own, which is reset as soon as the handler runs. */
async function deliverAndReset(message: Message) {
  const socket = connect(port, '127.0.0.1')
  const headers = Object.entries(headersOf(message, await sign(message))).map(([name, value]) => `${name}: ${value}`)
  const length = `content-length: ${message.body.length}`
  socket.write(['POST / HTTP/1.1', 'host: localhost', length, ...headers, '', ''].join('\r\n'))
  socket.write(message.body)
  await vi.waitFor(async () => expect((await countsOf(message)).starts).toBe(1), { timeout: 30_000 })
  socket.resetAndDestroy()
}

async function deliver(message: Message) {
  const headers = headersOf(message, await sign(message))
  const { status } = await fetch(url(), { method: 'POST', headers, body: new Uint8Array(message.body) })
  return status
}

test('the next delivery runs the handler, and only one of several does', async () => {
  const message = toMessage()
  await deliverAndReset(message)
  const statuses = await Promise.all(Array.from({ length: 5 }, () => deliver(message)))
  expect(statuses).toEqual(Array(5).fill(204))
  expect(await countsOf(message)).toEqual({ starts: 2, ends: 1 })
})
