// Every example by its own script, against the emulator that the script starts. fetch-handler runs in each runtime, and
// as a Vercel function. Only the ports are other ones, so that no other program on this machine can be in the way.
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPort, root, start, stop } from '../services.ts'
import { type Stop, stops, visit } from '../tour.ts'

interface Example {
  readonly folder: string
  readonly script: string
  /** Flags for the port, and for the auth URL of a program that does not read it from the environment. */
  readonly flags: (port: number, authUrl: string, state: string) => string
  readonly stops: readonly Stop[]
  /** Runs instead of the program of the script. */
  readonly program?: string
}

const wrangler: Example['flags'] = (port, authUrl, state) =>
  `--ip 127.0.0.1 --port ${port} --inspector-port 0 --persist-to ${state} --var PROPELAUTH_AUTH_URL:${authUrl}`

/** Calls the function as Vercel does on Node; its own runtime needs an account. */
const vercel = `
  import { serve } from "@hono/node-server"
  import func from "./api/[...path].ts"
  serve({ port: Number(process.env.PORT), fetch: (request) => func.fetch(request, { waitUntil() {} }) })`

const [noToken, , member] = stops
const first = [noToken, member].filter((stop) => stop !== undefined)

/** Says where to get a token, whatever address the server has here. */
const mcp: readonly Stop[] = [
  {
    title: 'no token',
    path: '/mcp',
    status: 401,
    challenge: 'resource_metadata="http://localhost:8787/.well-known/oauth-protected-resource/mcp"',
    body: 'missing_token',
  },
]

const examples: readonly Example[] = [
  { folder: 'hono-worker', script: 'dev', flags: wrangler, stops: first },
  { folder: 'itty-worker', script: 'dev', flags: wrangler, stops: first },
  { folder: 'openapi', script: 'dev', flags: wrangler, stops: first },
  { folder: 'spa-worker', script: 'dev', flags: wrangler, stops: first },
  { folder: 'next-app', script: 'dev', flags: (port) => `--port ${port}`, stops: first },
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
  { folder: 'mcp-server', script: 'dev', flags: wrangler, stops: mcp },
  { folder: 'mcp-server', script: 'dev:node', flags: () => '', stops: mcp },
]

/** The command of the script, with other ports. */
function commandOf(
  { folder, script, flags, program: other }: Example,
  ports: { emulator: number; app: number },
  state: string,
) {
  const { scripts } = JSON.parse(readFileSync(join(root, 'examples', folder, 'package.json'), 'utf8'))
  const [emulator = '', program = ''] = String(scripts[script]).split(' -- ')
  const app = (other ?? program).replace(/--port \d+/, `--port ${ports.app}`)
  const appFlags = flags(ports.app, `http://localhost:${ports.emulator}`, state)
  return `${emulator} --port ${ports.emulator} --data ${state}/emulator -- ${app} ${appFlags}`
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

/** What git reports as changed or new below a folder. */
const changesIn = (folder: string) =>
  execFileSync('git', ['status', '--porcelain', '--', folder], { cwd: root, encoding: 'utf8' })

describe.each(examples.map((example) => [titleOf(example), example] as const))('%s', (_title, example) => {
  const state = temporaryFolder()
  const cwd = join(root, 'examples', example.folder)
  let child: ReturnType<typeof start>['child']
  let url: string
  let authUrl: string
  let before: string

  beforeAll(async () => {
    before = changesIn(cwd)
    const ports = { emulator: await findPort(4620), app: await findPort(8820) }
    authUrl = `http://localhost:${ports.emulator}`
    url = `http://localhost:${ports.app}`
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

  afterAll(() => stop(child))

  test.each(example.stops)('answers $title', async (stop) => {
    expect(await visit(stop, url, { authUrl })).toBe(true)
  })

  test('changes no file of the repository', () => {
    expect(changesIn(cwd)).toBe(before)
  })
})

describe('the auth URL of an example', () => {
  test('has no default on this machine, which a deployed app would then trust', () => {
    const files = globSync('examples/*/{*.ts,wrangler.jsonc,{src,api,app,page,public}/**/*.{ts,tsx,js}}', { cwd: root })
    expect(files.length).toBeGreaterThan(20)
    const local = /(localhost|127\.0\.0\.1|\[::1\]):\d/
    expect(files.filter((file) => local.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
  })

  test('is named in the error without it', async () => {
    const cwd = join(root, 'examples/fetch-handler')
    const { child, log } = start('node', ['src/node.ts'], cwd, { PROPELAUTH_AUTH_URL: '' })
    const [code] = await once(child, 'close')
    expect(code).toBe(1)
    expect(log.join('')).toContain('is the environment variable PROPELAUTH_AUTH_URL set?')
    const { getAuthUrl } = await import('../../examples/next-app/auth.ts')
    expect(getAuthUrl).toThrow('PROPELAUTH_AUTH_URL is not set')
  })
})
