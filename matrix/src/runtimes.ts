import { existsSync, readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { EdgeVM } from '@edge-runtime/vm'
import { startHttpServer } from 'test-kit/http-server'
import { startProgram } from 'test-kit/program'
import { startWorkerd } from 'test-kit/workerd'
import { root } from '../../tools/services.ts'
import { buildBundle, buildProgram } from './build.ts'
import type { answer as Answer } from './hosts/edge-vm.ts'

const require = createRequire(import.meta.url)

/** The apps, served by one runtime. */
export interface RunningHost {
  readonly port: number
  /** Of the runtime, as it reports it. */
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
async function startHost(command: string, args: readonly string[], authUrl: string): Promise<RunningHost> {
  const env = { ...process.env, PROPELAUTH_AUTH_URL: authUrl }
  const { line, stop } = await startProgram(command, args, { cwd: root, env })
  return { ...JSON.parse(line), close: stop }
}

/** Node in a version of its own. The packages are for Linux on x64; elsewhere there is none that runs. */
function node(major: number): Runtime {
  const binary = join(import.meta.dirname, `../node_modules/node-${major}/bin/node`)
  const runs = process.platform === 'linux' && process.arch === 'x64' && existsSync(binary)
  return {
    name: `Node ${major}`,
    ...(runs && major >= 22 && { node: binary }),
    ...(!runs && { missing: `no package of Node ${major} for ${process.platform} on ${process.arch}` }),
    start: async (authUrl) => startHost(binary, [await buildProgram('node')], authUrl),
  }
}

const deno: Runtime = {
  name: 'Deno',
  async start(authUrl) {
    const flags = ['run', '--no-lock', '--cached-only', '--allow-net', '--allow-env', '--allow-read']
    const program = await buildProgram('deno')
    return startHost(process.execPath, [require.resolve('deno/bin.cjs'), ...flags, program], authUrl)
  },
}

const bun: Runtime = {
  name: 'Bun',
  async start(authUrl) {
    const program = await buildProgram('bun')
    return startHost(require.resolve('bun/bin/bun.exe'), ['--max-http-header-size=65536', program], authUrl)
  },
}

const versionOf = (name: string) => JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8')).version

const workerd: Runtime = {
  name: 'workerd',
  async start(authUrl) {
    const bindings = { PROPELAUTH_AUTH_URL: authUrl }
    const { miniflare, url } = await startWorkerd(await buildBundle('worker'), { bindings })
    const { dependencies } = JSON.parse(readFileSync(require.resolve('miniflare/package.json'), 'utf8'))
    return { port: Number(new URL(url).port), version: dependencies.workerd, close: () => miniflare.dispose() }
  },
}

/** Headers as they came, repetitions included. */
function rawHeaders({ rawHeaders: raw }: IncomingMessage): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, index) => [raw[2 * index] ?? '', raw[2 * index + 1] ?? ''])
}

const edgeVm: Runtime = {
  name: 'Edge VM',
  async start(authUrl) {
    const vm = new EdgeVM()
    vm.evaluate(await buildBundle('edge-vm'))
    const answer: typeof Answer = vm.evaluate('bundle.answer')
    const env = { PROPELAUTH_AUTH_URL: authUrl }
    const { port, close } = await startHttpServer(async (incoming, outgoing) => {
      const url = new URL(incoming.url ?? '', `http://${incoming.headers.host}`).href
      const { method = 'GET' } = incoming
      const init = {
        method,
        headers: rawHeaders(incoming),
        ...(method === 'POST' && { body: [...(await buffer(incoming))] }),
      }
      const { status, headers, body } = await answer(url, init, env)
      outgoing.writeHead(status, Object.fromEntries(headers)).end(body)
    })
    return { port, version: versionOf('@edge-runtime/vm'), close }
  },
}

export const runtimes: readonly Runtime[] = [node(20), node(22), node(24), node(26), workerd, edgeVm, deno, bun]
