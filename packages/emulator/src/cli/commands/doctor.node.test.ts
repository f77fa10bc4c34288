import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { startHttpServer } from 'test-kit/http-server'
import { freePort } from 'test-kit/listen'
import { folderOfTest } from 'test-kit/temporary-folder'
import { beforeEach, describe, expect, test } from 'vitest'
import { startCli } from '../../../test/process.js'
import { runMain } from '../../../test/run-main.js'

let cwd = ''
let port = ''
beforeEach(async () => {
  cwd = folderOfTest()
  port = String(await freePort())
})

const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY']
const clean = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !PROXIES.includes(name.toUpperCase()) && name !== 'KUBERNETES_SERVICE_HOST',
  ),
)
interface Check {
  readonly level: string
  readonly text: string
}

async function check(
  name: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Check & { code: number }> {
  const flags = args.includes('--port') ? args : ['--port', port, ...args]
  const { code, stdout } = await runMain(['doctor', '--json', ...flags], { cwd, env: { ...clean, ...env } })
  const { checks } = JSON.parse(stdout) as { checks: (Check & { name: string })[] }
  const { level = '', text = '' } = checks.find((each) => each.name === name) ?? {}
  return { level, text, code }
}

test('where all is well, every check is ok, and nothing is created', async () => {
  const { code, stdout } = await runMain(['doctor', '--port', port], { cwd, env: clean })
  expect(code).toBe(0)
  const lines = stdout.trimEnd().split('\n')
  expect(lines.filter((line) => !line.startsWith('ok '))).toEqual([])
  expect(lines.map((line) => line.split(/ +/)[1])).toEqual([
    ...['Node', 'Production', 'Data', 'Seed', 'Instance', 'Port', 'Auth', 'Proxy'],
  ])
  const { readdirSync } = await import('node:fs')
  expect(readdirSync(cwd)).toEqual([])
})

describe('the port', () => {
  test('that another program has, with what answers there', async () => {
    await using server = await startHttpServer((_, response) => response.writeHead(404, { Server: 'other/1' }).end())
    const { level, text, code } = await check('Port', ['--port', String(server.port)])
    expect([level, code]).toEqual(['warn', 0])
    expect(text).toMatch(
      new RegExp(`^${server.port} is taken on .+ by another program: .+ answers 404 \\(Server: other/1\\)\\.`),
    )
  })

  test('that a program without HTTP has', async () => {
    const server = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => server.listen(Number(port), '127.0.0.1', resolve))
    expect(await check('Port')).toMatchObject({
      level: 'warn',
      text: expect.stringMatching(/by a program that does not answer HTTP|by another program/),
    })
    server.close()
  })

  test('that an emulator has, with its process and data directory', async () => {
    await using started = await startCli(['--port', '0'], { cwd })
    const { level, text } = await check('Port', ['--port', String(started.ready.port)])
    expect([level, text]).toEqual([
      'ok',
      expect.stringContaining(
        `by an emulator: process ${started.child.pid} with the data directory ${join(cwd, '.propelauth')}`,
      ),
    ])
    expect(await check('Instance')).toMatchObject({
      level: 'ok',
      text: expect.stringContaining(`process ${started.child.pid}`),
    })
  })

  test('of an address that is not this machine’s', async () => {
    expect(await check('Port', ['--host', '203.0.113.7'])).toMatchObject({
      level: 'fail',
      code: 1,
      text: expect.stringContaining('EADDRNOTAVAIL'),
    })
  })
})

describe('the data directory', () => {
  test('that is a link or a file', async () => {
    symlinkSync('.', join(cwd, 'link'))
    writeFileSync(join(cwd, 'file'), '')
    expect(await check('Data', ['--data', 'link'])).toMatchObject({
      level: 'fail',
      code: 1,
      text: expect.stringContaining('is a link'),
    })
    expect(await check('Data', ['--data', 'file'])).toMatchObject({
      level: 'fail',
      text: expect.stringContaining('is not a directory'),
    })
  })

  test('with files of others', async () => {
    writeFileSync(join(cwd, 'package.json'), '{}')
    expect(await check('Data', ['--data', '.'])).toMatchObject({
      level: 'warn',
      text: expect.stringContaining('files of others: package.json'),
    })
  })

  test.skipIf(process.getuid?.() === 0)('that cannot be written', async () => {
    mkdirSync(join(cwd, 'closed'))
    chmodSync(join(cwd, 'closed'), 0o500)
    expect(await check('Data', ['--data', 'closed/data'])).toMatchObject({
      level: 'fail',
      text: expect.stringContaining('cannot be written'),
    })
  })

  test('whose emulator was killed', async () => {
    const started = await startCli(['--port', '0'], { cwd })
    await started.stop('SIGKILL')
    expect(await check('Instance')).toMatchObject({
      level: 'warn',
      code: 0,
      text: expect.stringMatching(/is stale: process \d+ has ended/),
    })
  })
})

test('a seed file with problems is a failure', async () => {
  writeFileSync(join(cwd, 'propelauth.seed.yaml'), 'usrs: []\norgz: []\n')
  expect(await check('Seed')).toMatchObject({
    level: 'fail',
    code: 1,
    text: expect.stringMatching(/did you mean users\? and 1 more, see validate$/),
  })
  expect(await check('Seed', ['--seed', 'missing.yaml'])).toMatchObject({
    level: 'fail',
    text: expect.stringContaining('there is no seed file'),
  })
})

describe('the environment', () => {
  test.each([
    ['Production', { NODE_ENV: 'production' }, 'fail', 'does not start'],
    ['Production', { VERCEL_ENV: 'production' }, 'warn', 'VERCEL_ENV: this looks like a deployed app'],
    ['Production', { VERCEL_ENV: 'preview' }, 'ok', 'no sign'],
    ['Proxy', { http_proxy: 'http://proxy:3128' }, 'warn', 'Set NO_PROXY=localhost,127.0.0.1'],
    ['Proxy', { HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'localhost' }, 'warn', 'HTTPS_PROXY without'],
    ['Proxy', { HTTP_PROXY: 'http://proxy:3128', NO_PROXY: '127.0.0.1, localhost' }, 'ok', 'NO_PROXY has'],
    ['Auth URL', { PROPELAUTH_AUTH_URL: 'https://auth.example.com' }, 'warn', 'Use --url, or unset it'],
    ['Auth URL', { PROPELAUTH_AUTH_URL: 'http://localhost:4460' }, 'ok', 'http://localhost:4460'],
  ])('%s with %j is %s', async (name, env, level, text) => {
    expect(await check(name, [], env as Record<string, string>)).toMatchObject({
      level,
      text: expect.stringContaining(text),
    })
  })
})

test.each([
  [['--port', 'x'], '--port must be a number'],
  [['all'], 'unexpected argument "all"'],
])('%j is a usage error', async (args, message) => {
  expect(await runMain(['doctor', ...args], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(message),
  })
})
