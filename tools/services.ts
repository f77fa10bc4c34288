// The programs that the demo and the end-to-end tests start: a local PropelAuth, and a Worker on workerd.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { delimiter, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Wrangler then sends no metrics and does not look up this machine's location. */
const quietWrangler = { WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' }

const isFreeAt = (port: number, host: string) =>
  new Promise<boolean>((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })

/** Whether the port is free on both loopback addresses. */
export const isFree = async (port: number) => (await isFreeAt(port, '127.0.0.1')) && (await isFreeAt(port, '::1'))

/**
 * The first of a process's own ports, less those that are asked for: two processes that look for the same port at a time
 * would both find it free. Vitest counts its processes from 1. The block 0 has the ports that `npm start` takes. Those of
 * four processes are below 32,768, where Linux begins with the ports of outgoing connections.
 */
const ownPorts = Number(process.env.PORT_BLOCK ?? process.env.VITEST_POOL_ID ?? 0) * 5_900

/** The port, or the next one that is free. Each process of Vitest has ports of its own. */
export async function findPort(preferred: number): Promise<number> {
  const first = preferred + ownPorts
  for (let port = first; port < first + 100; port++) if (await isFree(port)) return port
  throw new Error(`no free port from ${first} on`)
}

/** How long a Worker may take to start, on a busy machine. */
const readyMs = 60_000

/** Starts a program in a process group of its own: one signal then reaches its child processes as well. */
export function start(command: string, args: readonly string[], cwd: string, env: Record<string, string> = {}) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  })
  const log: string[] = []
  child.stderr.on('data', (chunk) => log.push(String(chunk)))
  running.add(child)
  child.once('exit', () => running.delete(child))
  return { child, log }
}

const running = new Set<ChildProcess>()

function signal(child: ChildProcess, name: NodeJS.Signals) {
  try {
    if (child.pid) process.kill(process.platform === 'win32' ? child.pid : -child.pid, name)
  } catch {
    // The group has ended.
  }
}

export async function stop(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return
  const ended = once(child, 'exit')
  signal(child, 'SIGTERM')
  const late = setTimeoutUnref(() => signal(child, 'SIGKILL'), 5_000)
  await ended
  clearTimeout(late)
}

function setTimeoutUnref(work: () => void, ms: number) {
  const timer = setTimeout(work, ms)
  timer.unref()
  return timer
}

// When this process ends, so do the programs it has started.
process.on('exit', () => {
  for (const child of running) signal(child, 'SIGKILL')
})

export interface EmulatorService {
  readonly authUrl: string
  readonly apiKey: string
  readonly port: number
  stop(): Promise<void>
}

/** A local PropelAuth, in memory and with the built-in personas. */
export async function startEmulator(port: number, flags: readonly string[]): Promise<EmulatorService> {
  const cli = join(root, 'packages/emulator/dist/cli.js')
  const { child, log } = start(
    process.execPath,
    [cli, '--json', '--strict-port', '--port', String(port), '--data', ':memory:', ...flags],
    root,
  )
  const lines = createInterface({ input: child.stdout })
  const [line] = await Promise.race([
    once(lines, 'line') as Promise<[string]>,
    once(child, 'exit').then(([code]) => {
      throw new Error(`the emulator ended with ${code}: ${log.join('')}`)
    }),
  ])
  return { ...JSON.parse(line), stop: () => stop(child) }
}

export interface WorkerService {
  readonly url: string
  stop(): Promise<void>
}

export interface WorkerOptions {
  /** The folder of wrangler.jsonc, from the root of the repository. */
  readonly folder: string
  readonly port: number
  /** Where KV is stored: a later Worker with the same folder has the same KV. */
  readonly persistTo: string
  readonly vars: Readonly<Record<string, string>>
}

/** A Worker under `wrangler dev`, which runs it on workerd with local KV. */
export async function startWorker({ folder, port, persistTo, vars }: WorkerOptions): Promise<WorkerService> {
  const cwd = join(root, folder)
  const flags = ['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0', '--persist-to', persistTo]
  const bindings = Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`])
  const args = ['dev', ...flags, ...bindings, '--log-level', 'warn', '--show-interactive-dev-session=false']
  const wrangler = join(root, 'node_modules/.bin/wrangler')
  // The build of a Worker runs commands of the example's own packages.
  const path = [join(cwd, 'node_modules/.bin'), process.env.PATH].join(delimiter)
  const { child, log } = start(wrangler, args, cwd, { ...quietWrangler, PATH: path })
  child.stdout.on('data', (chunk) => log.push(String(chunk)))
  const giveUpAt = Date.now() + readyMs
  while (running.has(child) && Date.now() < giveUpAt) {
    // Wrangler may accept a request while it starts and never answer it.
    const answer = fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(1_000) })
    const response = await answer.catch(() => undefined)
    await response?.body?.cancel()
    if (response) return { url: `http://localhost:${port}`, stop: () => stop(child) }
    await sleep(100)
  }
  await stop(child)
  throw new Error(`the Worker did not answer: ${log.join('')}`)
}
