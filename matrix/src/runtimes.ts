import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { EdgeVM } from '@edge-runtime/vm'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { root, start, stop } from '../../tools/services.ts'
import { buildBundle, buildProgram } from './build.ts'
import type { answer as Answer } from './hosts/edge-vm.ts'

const require = createRequire(import.meta.url)

/** The apps, served by one runtime. */
export interface RunningHost {
  readonly port: number
  /** Of the runtime, as it tells itself. */
  readonly version: string
  close(): Promise<unknown>
}

export interface Runtime {
  readonly name: string
  /** Why it cannot run on this machine. */
  readonly missing?: string
  /** The program, where it can run the emulator: Node from 22.13 on. */
  readonly node?: string
  start(authUrl: string): Promise<RunningHost>
}

/** Starts a program that prints a line with its port and its version once it listens. */
async function startProgram(command: string, args: readonly string[], authUrl: string): Promise<RunningHost> {
  const { child, log } = start(command, args, root, { PROPELAUTH_AUTH_URL: authUrl })
  const lines = createInterface({ input: child.stdout })
  const [line] = await Promise.race([
    once(lines, 'line') as Promise<[string]>,
    once(child, 'exit').then(([code]) => {
      throw new Error(`${command} ended with ${code}: ${log.join('')}`)
    }),
  ])
  return { ...JSON.parse(line), close: () => stop(child) }
}

/** Node in a version of its own. The packages are for Linux on x64; elsewhere there is none that runs. */
function node(major: number): Runtime {
  const binary = join(import.meta.dirname, `../node_modules/node-${major}/bin/node`)
  const runs = process.platform === 'linux' && process.arch === 'x64' && existsSync(binary)
  return {
    name: `Node ${major}`,
    ...(runs && major >= 22 && { node: binary }),
    ...(!runs && { missing: `no package of Node ${major} for ${process.platform} on ${process.arch}` }),
    start: async (authUrl) => startProgram(binary, [await buildProgram('node')], authUrl),
  }
}

const deno: Runtime = {
  name: 'Deno',
  async start(authUrl) {
    const flags = ['run', '--no-lock', '--cached-only', '--allow-net', '--allow-env', '--allow-read']
    const program = await buildProgram('deno')
    return startProgram(process.execPath, [require.resolve('deno/bin.cjs'), ...flags, program], authUrl)
  },
}

const bun: Runtime = {
  name: 'Bun',
  async start(authUrl) {
    const program = await buildProgram('bun')
    return startProgram(require.resolve('bun/bin/bun.exe'), ['--max-http-header-size=65536', program], authUrl)
  },
}

const versionOf = (name: string) => JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8')).version

const workerd: Runtime = {
  name: 'workerd',
  async start(authUrl) {
    const miniflare = new Miniflare(
      convertV4MiniflareOptions({
        modules: true,
        script: await buildBundle('worker'),
        compatibilityDate: '2026-11-01',
        compatibilityFlags: ['no_nodejs_compat', 'no_nodejs_compat_v2'],
        bindings: { PROPELAUTH_AUTH_URL: authUrl },
        cf: false,
      }),
    )
    const { port } = await miniflare.ready
    const { dependencies } = JSON.parse(readFileSync(require.resolve('miniflare/package.json'), 'utf8'))
    return { port: Number(port), version: dependencies.workerd, close: () => miniflare.dispose() }
  },
}

/** Headers as they came, repetitions included. */
function rawHeaders({ rawHeaders: raw }: IncomingMessage): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, index) => [raw[2 * index] ?? '', raw[2 * index + 1] ?? ''])
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const edgeVm: Runtime = {
  name: 'Edge VM',
  async start(authUrl) {
    const vm = new EdgeVM()
    vm.evaluate(await buildBundle('edge-vm'))
    const answer: typeof Answer = vm.evaluate('bundle.answer')
    const env = { PROPELAUTH_AUTH_URL: authUrl }
    const server = createServer({ maxHeaderSize: 64 * 1024 }, async (incoming, outgoing) => {
      const url = new URL(incoming.url ?? '', `http://${incoming.headers.host}`).href
      const { method = 'GET' } = incoming
      const init = { method, headers: rawHeaders(incoming), ...(method === 'POST' && { body: await text(incoming) }) }
      const { status, headers, body } = await answer(url, init, env)
      outgoing.writeHead(status, Object.fromEntries(headers)).end(body)
    })
    const port = await listen(server)
    return { port, version: versionOf('@edge-runtime/vm'), close: async () => server.close() }
  },
}

export const runtimes: readonly Runtime[] = [node(20), node(22), node(24), node(26), workerd, edgeVm, deno, bun]
