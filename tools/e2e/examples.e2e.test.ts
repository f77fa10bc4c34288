// Every example by the one command of its README, against the emulator that the command starts; that of fetch-handler
// in each runtime, and as a Vercel function. Only the ports are others, so that nothing on this machine is in the way.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPort, root, start, stop } from '../services.ts'
import { type Stop, stops, visit } from '../tour.ts'

interface Example {
  readonly folder: string
  readonly script: string
  /** What tells the program its port, and, where it has a setting of its own, the auth URL. */
  readonly flags: (port: number, authUrl: string, state: string) => string
  readonly stops: readonly Stop[]
  /** In place of the program that the script starts. */
  readonly program?: string
  /** A file that the program writes into its folder, and that lies in the repository. */
  readonly rewrites?: string
}

const wrangler: Example['flags'] = (port, authUrl, state) =>
  `--ip 127.0.0.1 --port ${port} --inspector-port 0 --persist-to ${state} --var PROPELAUTH_AUTH_URL:${authUrl}`

/** What Vercel does with a function on Node, which cannot be had without an account. */
const vercel = `
  import { serve } from "@hono/node-server"
  import func from "./api/[...path].ts"
  serve({ port: Number(process.env.PORT), fetch: (request) => func.fetch(request, { waitUntil() {} }) })`

const [noToken, , member] = stops
const first = [noToken, member].filter((stop) => stop !== undefined)

const examples: readonly Example[] = [
  { folder: 'hono-worker', script: 'dev', flags: wrangler, stops: first },
  { folder: 'itty-worker', script: 'dev', flags: wrangler, stops: first },
  { folder: 'openapi', script: 'dev', flags: wrangler, stops: first },
  { folder: 'next-app', script: 'dev', flags: (port) => `--port ${port}`, stops: first, rewrites: 'next-env.d.ts' },
  { folder: 'fetch-handler', script: 'dev', flags: wrangler, stops },
  { folder: 'fetch-handler', script: 'dev:node', flags: () => '', stops },
  {
    folder: 'fetch-handler',
    script: 'dev:node',
    flags: () => '',
    stops,
    program: `node --input-type=module --eval '${vercel}'`,
  },
  { folder: 'fetch-handler', script: 'dev:deno', flags: () => '', stops },
  { folder: 'fetch-handler', script: 'dev:bun', flags: () => '', stops },
]

/** The script of the example as the shell gets it, with other ports. */
function commandOf(
  { folder, script, flags, program: other }: Example,
  ports: { emulator: number; app: number },
  state: string,
) {
  const { scripts } = JSON.parse(readFileSync(join(root, 'examples', folder, 'package.json'), 'utf8'))
  const [emulator = '', program = ''] = String(scripts[script]).replace('pnpm emulated', scripts.emulated).split(' -- ')
  const exec = `${emulator.replace(' --strict-port', '')} --port ${ports.emulator} --strict-port --data ${state}/emulator`
  const app = (other ?? program).replace(/--port \d+/, `--port ${ports.app}`)
  return `${exec} -- ${app} ${flags(ports.app, `http://localhost:${ports.emulator}`, state)}`
}

async function untilAnswered(url: string, hasEnded: () => boolean) {
  const giveUpAt = Date.now() + 60_000
  while (!hasEnded() && Date.now() < giveUpAt) {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined)
    await response?.body?.cancel()
    if (response) return true
    await sleep(100)
  }
  return false
}

const titleOf = ({ folder, script, program }: Example) =>
  program ? `${folder} as a Vercel function` : `${folder} by its script ${script}`

describe.each(examples.map((example) => [titleOf(example), example] as const))('%s', (_title, example) => {
  const state = mkdtempSync(join(tmpdir(), 'propelauth-edge-e2e-'))
  let child: ReturnType<typeof start>['child']
  let url: string
  let authUrl: string
  const rewritten = example.rewrites && join(root, 'examples', example.folder, example.rewrites)
  const before = rewritten && readFileSync(rewritten, 'utf8')

  beforeAll(async () => {
    const ports = { emulator: await findPort(4620), app: await findPort(8820) }
    authUrl = `http://localhost:${ports.emulator}`
    url = `http://localhost:${ports.app}`
    const cwd = join(root, 'examples', example.folder)
    const started = start('sh', ['-c', commandOf(example, ports, state)], cwd, {
      PATH: join(cwd, 'node_modules/.bin') + delimiter + process.env.PATH,
      PORT: String(ports.app),
      WRANGLER_SEND_METRICS: 'false',
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    })
    child = started.child
    child.stdout.on('data', (chunk) => started.log.push(String(chunk)))
    if (!(await untilAnswered(`${url}/api/whoami`, () => child.exitCode !== null)))
      throw new Error(`no answer: ${started.log.join('')}`)
  })

  afterAll(async () => {
    await stop(child)
    if (rewritten && before) writeFileSync(rewritten, before)
    rmSync(state, { recursive: true, force: true })
  })

  test.each(example.stops)('answers $title', async (stop) => {
    expect(await visit(stop, url, { authUrl })).toBe(true)
  })
})
