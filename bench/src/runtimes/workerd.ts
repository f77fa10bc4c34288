import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from 'test-kit/listen'
import { atExit } from './at-exit.ts'
import type { ServerProcess } from './server-process.ts'
import { type SpawnedProcess, spawnServer } from './spawn-server.ts'

/** The path of the program; the package gives it to CommonJS. */
const require = createRequire(import.meta.url)
const { default: workerd }: { default: string } = require('workerd')

/** From this date on Node's modules are there: some of the other libraries need them. */
const compatibilityDate = '2026-11-01'

const toText = ([name, value]: [string, string]) => `(name = "${name}", text = ${JSON.stringify(value)})`

const toConfig = (
  port: number,
  env: Readonly<Record<string, string>>,
) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["private", "public"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  bindings = [${Object.entries(env).map(toText).join(', ')}],
  compatibilityDate = "${compatibilityDate}",
);`

async function untilReady(port: number, process: SpawnedProcess) {
  while (!process.hasExited()) {
    const response = await fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined)
    if (response?.status === 204) return
    await sleep(25)
  }
  throw new Error(`workerd has exited: ${process.output()}`)
}

/**
 * Starts workerd itself with one Worker in it, which answers `/ready` with 204. Not with miniflare, as tests do: its own
 * Worker in front would be measured, too, and it does not show the process id and the output of workerd.
 */
export async function startWorkerd(script: string, env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'propelauth-edge-workerd-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  const takeBack = atExit(removeFolder)
  const port = await freePort()
  writeFileSync(join(folder, 'worker.js'), script)
  writeFileSync(join(folder, 'workerd.capnp'), toConfig(port, env))
  const child = spawnServer(workerd, ['serve', join(folder, 'workerd.capnp')])
  await untilReady(port, child)
  // Everything has been read by now.
  removeFolder()
  takeBack()
  return { ...child, port }
}
