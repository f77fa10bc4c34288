import { writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { startHttpServer } from 'test-kit/http-server'
import { folderOfTest, temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli, type Started, startCli } from '../../../test/process.js'
import { runMain } from '../../../test/run-main.js'

const project = temporaryFolder()
let emulator: Started
beforeAll(async () => {
  emulator = await startCli(['--port', '0'], { cwd: project })
})
afterAll(() => emulator.stop())

const nothing = ['--url', 'http://localhost:1']
const env = (variables: Record<string, string>) => ({ ...process.env, ...variables })
const status = (args: readonly string[], cwd: string, variables: Record<string, string> = {}) =>
  runMain(['status', '--json', ...args], { cwd, env: env(variables) })

describe('every command that needs a running emulator says so without one', () => {
  test.each([
    [['env']],
    [['status']],
    [['reset']],
    [['export']],
    [['users']],
    [['users', 'create', 'a@x.test']],
    [['orgs', 'show', 'acme']],
    [['token', 'mint', '--user', 'owner']],
    [['token', 'verify', 'a.b.c']],
    [['mail', '--wait']],
    [['clock', 'advance', '1h']],
    [['faults', 'add', '--group', 'keys', '--fault', 'away']],
    [['keys']],
    [['webhooks']],
  ])('%j', async (args) => {
    const { code, stdout, stderr } = await runMain([...args, ...nothing], { cwd: folderOfTest() })
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(
      /^propelauth-emulator: there is no emulator at http:\/\/localhost:1 \(--url\): .+\. Start one with/,
    )
  })

  test.each(['seed', 'import'])('%s FILE', async (name) => {
    const cwd = folderOfTest()
    writeFileSync(join(cwd, 'state.yaml'), 'version: 1\n')
    const { code, stderr } = await runMain([name, 'state.yaml', ...nothing], { cwd })
    expect([code, stderr]).toEqual([1, expect.stringContaining('there is no emulator at')])
  })
})

describe('the emulator is found', () => {
  test('by the file in the data directory', async () => {
    const { code, stdout } = await status([], project)
    expect([code, JSON.parse(stdout).authUrl]).toEqual([0, emulator.ready.authUrl])
    const { stdout: same } = await status(['--data', join(project, '.propelauth')], folderOfTest())
    expect(JSON.parse(same).pid).toBe(JSON.parse(stdout).pid)
  })

  test('by --url, which takes precedence over PROPELAUTH_AUTH_URL, and that over the file', async () => {
    await using other = await startCli(['--data', ':memory:', '--port', '0'], { cwd: folderOfTest() })
    const { authUrl } = other.ready
    const urlOf = async (...args: Parameters<typeof status>) => JSON.parse((await status(...args)).stdout).authUrl
    expect(await urlOf(['--url', authUrl], project)).toBe(authUrl)
    expect(await urlOf([], project, { PROPELAUTH_AUTH_URL: authUrl })).toBe(authUrl)
    const both = { PROPELAUTH_AUTH_URL: 'http://localhost:1' }
    expect(await urlOf(['--url', authUrl], project, both)).toBe(authUrl)
    expect(await urlOf(['--port', String(other.ready.port)], project)).toBe(authUrl)
    expect(await urlOf([], folderOfTest(), { PROPELAUTH_EMULATOR_PORT: String(other.ready.port) })).toBe(authUrl)
  })

  test('by a command that exec runs', async () => {
    const cli = new URL('../../../dist/cli.js', import.meta.url).pathname
    const args = ['exec', '--data', ':memory:', '--port', '0', '--', process.execPath, cli, 'status', '--json']
    const { code, stdout } = await runCli(args, { cwd: folderOfTest() })
    expect([code, JSON.parse(stdout).data]).toEqual([0, ':memory:'])
  })
})

describe('another emulator, or another program, is not used', () => {
  test('the one at the usual port, with another data directory', async () => {
    const cwd = folderOfTest()
    const variables = { PROPELAUTH_EMULATOR_PORT: String(emulator.ready.port) }
    const { code, stderr } = await status([], cwd, variables)
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(
        `has another data directory: ${join(project, '.propelauth')}, not ${join(cwd, '.propelauth')}`,
      ),
    ])
    expect((await runMain(['reset', '--empty'], { cwd, env: env(variables) })).code).toBe(1)
    expect(JSON.parse((await status([], project)).stdout).users).toBe(5)
  })

  test('one that is not the process of the file', async () => {
    const cwd = folderOfTest()
    const { authUrl, port } = emulator.ready
    const locator = {
      pid: process.pid,
      hostname: hostname(),
      port,
      authUrl,
      url: authUrl,
      started: new Date().toISOString(),
    }
    writeFileSync(join(cwd, 'emulator.json'), JSON.stringify(locator))
    const { code, stderr } = await status(['--data', '.'], cwd)
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(`emulator.json is stale: it names process ${process.pid}, but`),
    ])
  })

  test('a program that is not the emulator, and it is not sent the API key', async () => {
    const keys: unknown[] = []
    await using server = await startHttpServer((request, response) => {
      keys.push(request.headers.authorization)
      response.writeHead(401, { Server: 'other' }).end()
    })
    const { code, stderr } = await status(['--url', server.url, '--api-key', 'k'.repeat(40)], project)
    expect([code, stderr]).toEqual([1, expect.stringContaining('is not the emulator: it answers 401 (Server: other)')])
    expect(keys).toEqual([undefined])
  })

  test('a file of another program is an error, and stays', async () => {
    const cwd = folderOfTest()
    writeFileSync(join(cwd, 'emulator.json'), '{}')
    const { code, stderr } = await status(['--data', '.'], cwd)
    expect([code, stderr]).toEqual([1, expect.stringContaining('emulator.json is no file of the emulator. Remove it')])
  })
})

describe('an emulator that other machines can connect to', () => {
  test('gets the key of its data directory, or the given one, and no key of the real service', async () => {
    const cwd = folderOfTest()
    await using open = await startCli(['--port', '0', '--allow-host', 'emulator.test'], { cwd })
    const { authUrl, apiKey } = open.ready
    expect(JSON.parse((await status([], cwd)).stdout).exposed).toBe(true)
    expect((await status(['--url', authUrl], cwd)).code).toBe(0)
    const elsewhere = folderOfTest()
    const refused = await status(['--url', authUrl], elsewhere)
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('needs its API key, see --api-key')])
    expect((await status(['--url', authUrl, '--api-key', apiKey], elsewhere)).code).toBe(0)
    expect((await status(['--url', authUrl], elsewhere, { PROPELAUTH_API_KEY: apiKey })).code).toBe(0)
    const real = await status(['--url', authUrl], elsewhere, { PROPELAUTH_API_KEY: 'a'.repeat(96) })
    expect([real.code, real.stderr]).toEqual([1, expect.stringContaining('The API key is missing')])
  })
})

test.each([
  [['--url', 'localhost:4460'], '--url must be an http(s) URL, not localhost:4460'],
  [['--port', 'x'], '--port must be a number from 0 to 65535, not x'],
  [['--ulr', 'x'], 'unknown name "--ulr"; did you mean --url?'],
  [['more'], 'unexpected argument "more"'],
])('%j is a usage error', async (args, message) => {
  const { code, stdout, stderr } = await status(args, folderOfTest())
  expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)])
  expect(stderr).toContain('Try propelauth-emulator help status.')
})

test('a variable that is wrong is named', async () => {
  const { code, stderr } = await status([], folderOfTest(), { PROPELAUTH_AUTH_URL: 'nowhere' })
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('PROPELAUTH_AUTH_URL must be an http(s) URL, not nowhere'),
  ])
})
