// Examples by their own scripts, against the emulator that the script starts, unless other tests start that script.
// fetch-handler runs in each runtime, and as a Vercel function.
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root, start } from '../services.ts'
import { type Stop, stops, visit } from '../tour.ts'
import { type ExampleScript, firstStops, type RunningExample, startExample, wranglerFlags } from './example-script.ts'

interface Example extends ExampleScript {
  readonly stops: readonly Stop[]
}

/** Calls the function as Vercel does on Node; its own runtime needs an account. */
const vercel = `
  import { serve } from "@hono/node-server"
  import func from "./api/[...path].ts"
  serve({ port: Number(process.env.PORT), fetch: (request) => func.fetch(request, { waitUntil() {} }) })`

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
  { folder: 'next-app', script: 'dev', flags: ({ url }) => `--port ${new URL(url).port}`, stops: firstStops },
  { folder: 'fetch-handler', script: 'dev', flags: wranglerFlags, stops },
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
  { folder: 'mcp-server', script: 'dev', flags: wranglerFlags, stops: mcp },
  { folder: 'mcp-server', script: 'dev:node', flags: () => '', stops: mcp },
]

const titleOf = ({ folder, script, program }: Example) =>
  program ? `${folder} as a Vercel function` : `${folder} by its script ${script}`

describe.each(examples.map((example) => [titleOf(example), example] as const))('%s', (_title, example) => {
  let running: RunningExample

  beforeAll(async () => {
    running = await startExample(example)
  })

  afterAll(() => running?.stop())

  test.each(example.stops)('answers $title', async (stop) => {
    expect(await visit(stop, running.url, running)).toBe(true)
  })

  test('changes no file of the repository', () => {
    const { before, now } = running.changes()
    expect(now).toBe(before)
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
