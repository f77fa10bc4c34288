// The published management client against the emulator, in every runtime it names.
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { EdgeVM } from '@edge-runtime/vm'
import { bundleText, forAnyRuntime } from 'test-kit/bundle'
import { startWorkerd } from 'test-kit/workerd'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createEmulator, type EmulatorServer, startServer } from '../../packages/emulator/dist/index.js'
import { root } from '../services.ts'
import { scenario } from './management-scenario.ts'

const text = '{"favorite_color":"blue","camelCase":{"deep_key":1},"__proto__":{"a":1}}'

const facts = {
  org: ['Initech', 'Initech Inc', 7, text],
  user: ['First', true, text],
  membership: [true, true, 'Admin', 'Admin'],
  batch: [120, true],
  walked: [120, 120],
  invites: [true, [['new@initech.test', 'Member']], true],
  link: true,
  token: true,
  updated: true,
  key: [true, true, 'Admin'],
  afterwards: [true, null, 1],
  verifier: [true, true],
  disabled: [true, false],
  enabled: [true, true],
  removed: [true, 0],
  deleted: [true, false, null],
  malformed: [null, false, 'invalid_fields'],
  taken: 'invalid_fields',
  wrongKey: 'invalid_api_key',
  report: 0,
  unreachable: 'network',
  aborted: 'Error: left',
  gone: [true, null],
}

test('in process, without a socket', async () => {
  await using emulator = createEmulator({ data: ':memory:' })
  const { authUrl, apiKey, fetch } = emulator
  const found = await scenario({ authUrl, baseUrl: authUrl, apiKey, fetch })
  // The emulator's `fetch` opens no connection, so a closed port makes no difference.
  expect({ ...found, unreachable: 'network' }).toEqual(facts)
})

describe('over HTTP', () => {
  let server: EmulatorServer
  const settings = () => {
    const { authUrl, apiKey } = server.emulator
    return { authUrl, baseUrl: authUrl, apiKey }
  }

  beforeAll(async () => {
    server = await startServer({ port: 0, data: ':memory:' })
  })
  beforeEach(() => server.emulator.reset())
  afterAll(() => server.close())

  test('Node.js', async () => {
    expect(await scenario(settings())).toEqual(facts)
  })

  const bench = createRequire(join(root, 'bench/package.json'))
  const commands = {
    Bun: [bench.resolve('bun/bin/bun.exe')],
    Deno: [process.execPath, bench.resolve('deno/bin.cjs'), 'run', '--no-lock', '--cached-only', '--allow-all'],
  }
  for (const [runtime, [command = '', ...flags]] of Object.entries(commands))
    test(runtime, async () => {
      const program = join(root, 'tools/e2e/management-run.ts')
      const { stdout } = await promisify(execFile)(command, [...flags, program, JSON.stringify(settings())])
      expect(JSON.parse(stdout)).toEqual(facts)
    })

  const bundle = (contents: string, format: 'esm' | 'iife') =>
    bundleText(contents, join(root, 'tools/e2e'), { ...forAnyRuntime, format, globalName: 'bundle' })

  test('workerd without compatibility with Node.js', async () => {
    const worker = `
      import { scenario } from './management-scenario.ts'
      export default { fetch: async (request) => Response.json(await scenario(await request.json())) }`
    await using running = await startWorkerd(await bundle(worker, 'esm'))
    const response = await fetch(running.url, { method: 'POST', body: JSON.stringify(settings()) })
    expect(await response.json()).toEqual(facts)
  })

  test('a bare edge VM', async () => {
    const vm = new EdgeVM()
    vm.evaluate(await bundle(`export * from './management-scenario.ts'`, 'iife'))
    const found = await vm.evaluate(`bundle.scenario(${JSON.stringify(settings())}).then(JSON.stringify)`)
    expect(JSON.parse(found)).toEqual(facts)
  })
})

describe('the examples print what they did', () => {
  const cwd = join(root, 'examples/management')
  const cli = join(root, 'packages/emulator/dist/cli.js')
  for (const [program, last] of [
    ['create-org', '  joanna@initech.test Member (invited)'],
    ['page-through-users', '1000 users'],
    ['field-errors', 'email: Must be a valid email address.'],
    ['rate-limit', 'Hooli is there'],
  ] as const)
    test(program, async () => {
      const args = [cli, 'exec', '--data', ':memory:', '--port', '0', '--', process.execPath, `src/${program}.ts`]
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd })
      expect(stdout.trimEnd().split('\n').at(-1)).toBe(last)
    })
})
