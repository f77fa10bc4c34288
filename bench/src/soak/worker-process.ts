import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { freePort } from '../http/listen.ts'

export interface WorkerProcess {
  readonly name: string
  readonly port: number
  /** Memory in use by the process, in bytes; 0 where the system does not tell. */
  residentBytes(): number
  /** What workerd has said of requests that woke or waited for each other. */
  complaints(): readonly string[]
  hasExited(): boolean
  kill(): Promise<void>
}

/** The path of the program; the package gives it to CommonJS. */
const require = createRequire(import.meta.url)
const { default: workerd }: { default: string } = require('workerd')

const compatibilityDate = '2026-11-01'

const text = (name: string, value: string) => `(name = "${name}", text = "${value}")`

const toConfig = (port: number, bindings: readonly string[]) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["private", "public"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  bindings = [${bindings.join(', ')}],
  compatibilityDate = "${compatibilityDate}",
);`

/** Starts workerd processes with the Worker in them, without any tool in between. */
export interface WorkerLauncher {
  start(name: string, env: Readonly<Record<string, string>>): Promise<WorkerProcess>
  /** Ends everything that was started, at once. */
  close(): void
}

async function untilReady(port: number, hasExited: () => boolean) {
  while (!hasExited()) {
    const response = await fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined)
    if (response?.status === 204) return
    await sleep(25)
  }
  throw new Error('workerd has exited')
}

export async function createLauncher(): Promise<WorkerLauncher> {
  const folder = mkdtempSync(join(tmpdir(), 'propelauth-edge-soak-'))
  const children = new Set<ChildProcess>()
  const entryPoints = [fileURLToPath(import.meta.resolve('./worker.ts'))]
  const outfile = join(folder, 'worker.js')
  await build({ entryPoints, outfile, bundle: true, format: 'esm', target: 'es2022', conditions: ['workerd'] })

  function close() {
    for (const child of children) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  // However this process ends, nothing of it stays behind.
  process.once('exit', close)

  return {
    close,
    async start(name, env) {
      const port = await freePort(createServer())
      const file = join(folder, `${name}.capnp`)
      writeFileSync(
        file,
        toConfig(
          port,
          Object.entries({ ...env, PROCESS: name }).map(([key, value]) => text(key, value)),
        ),
      )
      const child = spawn(workerd, ['serve', file], { stdio: ['ignore', 'pipe', 'pipe'] })
      children.add(child)
      const exited = once(child, 'exit').then(() => children.delete(child))
      const complaints: string[] = []
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => {
          const said = String(chunk)
          if (/different request|hung|never generate/i.test(said)) complaints.push(said.slice(0, 500))
        })
      const hasExited = () => !children.has(child)
      await untilReady(port, hasExited)
      return {
        name,
        port,
        residentBytes() {
          try {
            const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
            return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024
          } catch {
            return 0
          }
        },
        complaints: () => complaints,
        hasExited,
        async kill() {
          child.kill('SIGKILL')
          await exited
        },
      }
    },
  }
}
