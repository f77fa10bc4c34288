import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Started, startCli } from '../../../test/process.js'
import { runMain } from '../../../test/run-main.js'
import { PERSONA_PASSWORD } from '../../index.js'

// clock, faults, keys and env.
const cwd = temporaryFolder()
let started: Started
beforeAll(async () => {
  started = await startCli(['--port', '0', '--data', ':memory:', '--webhook', 'http://localhost:1/hooks'], { cwd })
})
afterAll(() => started.stop())

const run = (...args: string[]) => runMain([...args, '--url', started.ready.authUrl], { cwd })
beforeEach(async () => {
  await fetch(`${started.ready.authUrl}/_emulator/reset`, { method: 'POST' })
})
const usageErrors = (command: string, cases: [string[], string][]) =>
  test.each(cases)(`${command} %j is a usage error`, async (args, message) => {
    const { code, stdout, stderr } = await run(command, ...args)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)])
  })

describe('clock', () => {
  test('shows, advances and resets the clock', async () => {
    expect((await run('clock')).stdout).toMatch(/^\d{4}-\S+Z, the time of the system\n$/)
    expect((await run('clock', 'advance', '31m')).stdout).toMatch(/, 1860 seconds ahead\n$/)
    expect(JSON.parse((await run('clock', 'advance', '60', '--json')).stdout).advanced).toBe(1920)
    expect((await run('clock', 'reset')).stdout).toContain('the time of the system')
  })

  usageErrors('clock', [
    [['advance'], 'the time to advance, such as 31m is missing'],
    [['advance', 'soon'], 'clock advance must be a time such as 90s, 31m, 2h or 7d, or seconds, not soon'],
    [['advance', '1m', '2m'], 'unexpected argument "2m"'],
    [['back'], 'unknown name "back"'],
  ])

  test('it does not go back', async () => {
    const { code, stderr } = await runMain(['clock', '--url', started.ready.authUrl, 'advance', '--', '-5'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining('clock advance goes ahead only, not by -5 seconds')])
  })

  test('an advance beyond ten years is refused', async () => {
    expect(await run('clock', 'advance', '9999d')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('advance: Must be seconds'),
    })
  })
})

describe('faults', () => {
  const jwks = () => fetch(`${started.ready.authUrl}/.well-known/jwks.json`)

  test('adds, lists and clears rules', async () => {
    expect((await run('faults')).stdout).toBe('no faults\n')
    const added = await run(
      'faults',
      'add',
      '--group',
      'keys',
      '--status',
      '503',
      '--body',
      'away',
      '--header',
      'Retry-After: 7',
      '--times',
      '2',
    )
    expect([added.code, added.stdout]).toEqual([0, 'group keys: status 503, 2 more times\n'])
    const failed = await jwks()
    expect([failed.status, failed.headers.get('Retry-After'), await failed.text()]).toEqual([503, '7', 'away'])
    expect((await run('faults', 'list')).stdout).toBe('group keys: status 503, 1 more times\n')
    await run('faults', 'add', '/api/*', '--fault', 'rate-limit', '--method', 'get')
    expect(JSON.parse((await run('faults', '--json')).stdout).faults).toHaveLength(2)
    expect((await run('faults', 'clear')).stdout).toBe('no faults\n')
    expect((await jwks()).status).toBe(200)
  })

  test('a rule that only delays', async () => {
    expect((await run('faults', 'add', '/x', '--delay', '1500ms', '--answer-only')).stdout).toBe(
      '/x: after 1500 ms, answer only, until cleared\n',
    )
  })

  test('a rule that holds requests is released', async () => {
    await run('faults', 'add', '--group', 'keys', '--hold', '--probability', '1', '--random-seed', '7')
    const waiting = jwks()
    const shown = async () => (await run('faults')).stdout
    await expect.poll(shown).toBe('group keys: held until released (1 waiting), probability 1, until cleared\n')
    expect((await run('faults', 'release', '1')).stdout).toContain('(0 waiting)')
    expect((await waiting).status).toBe(200)
    expect((await run('faults', 'release')).code).toBe(0)
  })

  usageErrors('faults', [
    [['add'], 'faults add needs a path, such as /api/backend/*, or --group'],
    [['add', '/x'], 'faults add needs --fault, --status, --delay or --hold'],
    [['add', '/x', '--hold', '--probability', '2'], '--probability must be a number above 0 and at most 1'],
    [['release', '0'], 'COUNT must be a whole number from 1'],
    [['release', '1', '2'], 'unexpected argument "2"'],
    [['add', '--group', 'kees', '--status', '500'], '--group must be'],
    [['add', '/x', '--fault', 'gone'], '--fault must be'],
    [['add', '/x', '--status', '99'], '--status must be a whole number from 200 to 599, not 99'],
    [['add', '/x', '--delay', 'long'], '--delay must be a time'],
    [['add', '/x', '--status', '500', '--header', 'broken'], '--header must be NAME:VALUE'],
    [['add', '/x', '--status', '500', '--times', '0'], '--times must be a whole number from 1'],
    [['clear', 'all'], 'unexpected argument "all"'],
  ])
})

describe('keys', () => {
  test('shows the API key, the other secrets, the password of the default users and the PEM', async () => {
    const { code, stdout } = await run('keys')
    const { apiKey, issuer, mcpClientSecret, webhookSecret = '', verifierKey } = started.ready
    expect(code).toBe(0)
    for (const value of [apiKey, issuer, mcpClientSecret, webhookSecret, PERSONA_PASSWORD, verifierKey])
      expect(stdout).toContain(value.trim())
    expect(JSON.parse((await run('keys', 'show', '--json')).stdout)).toMatchObject({
      apiKey,
      issuer,
      keyId: expect.stringMatching(/^emu_/),
    })
  })

  usageErrors('keys', [
    [['rotate'], 'unknown name "rotate"'],
    [['show', 'all'], 'unexpected argument "all"'],
  ])
})

describe('env', () => {
  const lines = async (...args: string[]) => {
    const { code, stdout, stderr } = await run('env', ...args)
    expect([code, stderr]).toEqual([0, ''])
    return stdout.trimEnd().split('\n')
  }
  const names = (block: readonly string[]) => block.slice(1).map((line) => line.split('=')[0])

  const SERVER = ['PROPELAUTH_AUTH_URL', 'PROPELAUTH_API_KEY', 'PROPELAUTH_VERIFIER_KEY', 'PROPELAUTH_API_URL']
  const FURTHER = ['PROPELAUTH_MCP_CLIENT_ID', 'PROPELAUTH_MCP_CLIENT_SECRET', 'PROPELAUTH_WEBHOOK_SECRET']

  test('prints the variables of a server, with a comment in front', async () => {
    const [comment, ...variables] = await lines()
    expect(comment).toBe('# The PropelAuth emulator. Keep it out of git.')
    expect(names([comment ?? '', ...variables])).toEqual([...SERVER, ...FURTHER])
    expect(variables).toContain(`PROPELAUTH_API_KEY=${started.ready.apiKey}`)
    const app = ['PROPELAUTH_APP_URL']
    expect(names(await lines('--app-url', 'http://localhost:3000/x'))).toEqual([...SERVER, ...app, ...FURTHER])
  })

  test.each([
    ['hono', '.dev.vars', 8787, []],
    ['wrangler', '.dev.vars', 8787, []],
    ['express', '.env', 3000, []],
    ['sveltekit', '.env', 5173, ['PUBLIC_AUTH_URL', 'PUBLIC_PROPELAUTH_AUTH_URL']],
    [
      'next',
      '.env.local',
      3000,
      ['NEXT_PUBLIC_AUTH_URL', 'NEXT_PUBLIC_PROPELAUTH_AUTH_URL', 'PROPELAUTH_REDIRECT_URI'],
    ],
  ])('--for %s is for %s, with an app at port %i', async (framework, file, port, further) => {
    const block = await lines('--for', framework)
    expect(block[0]).toContain(`For ${framework}, in ${file}`)
    expect(names(block)).toEqual([...SERVER, 'PROPELAUTH_APP_URL', ...FURTHER, ...further])
    expect(block).toContain(`PROPELAUTH_APP_URL=http://localhost:${port}`)
  })

  test('--for vite has no secret, because everything in it reaches the browser', async () => {
    const block = await lines('--for', 'vite')
    expect(names(block)).toEqual(['VITE_AUTH_URL', 'VITE_PROPELAUTH_AUTH_URL'])
    expect(block.join()).not.toContain(started.ready.apiKey)
  })

  test('a block is what Node and a shell read', async () => {
    const { writeFileSync } = await import('node:fs')
    const { parseEnv } = await import('node:util')
    const { stdout } = await run('env', '--for', 'express')
    const escaped = parseEnv(stdout).PROPELAUTH_VERIFIER_KEY ?? ''
    expect(escaped.replaceAll('\\n', '\n')).toBe(started.ready.verifierKey)
    const { stdout: script } = await run('env', '--format', 'shell')
    writeFileSync(`${cwd}/env.sh`, script)
    const { execFileSync } = await import('node:child_process')
    const read = execFileSync('sh', ['-c', '. ./env.sh; printf %s "$PROPELAUTH_VERIFIER_KEY"'], { cwd })
    expect(read.toString()).toBe(started.ready.verifierKey)
    expect(JSON.parse((await run('env', '--format', 'json')).stdout).PROPELAUTH_VERIFIER_KEY).toBe(
      started.ready.verifierKey,
    )
  })

  usageErrors('env', [
    [['--for', 'rails'], '--for must be node or express or hono'],
    [['--format', 'xml'], '--format must be dotenv or shell or json, not xml'],
    [['--app-url', 'x'], '--app-url must be an http(s) URL'],
    [['next'], 'unexpected argument "next"'],
  ])
})
