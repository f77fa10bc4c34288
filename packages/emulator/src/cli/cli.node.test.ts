import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startHttpServer } from 'test-kit/http-server'
import { folderOfTest } from 'test-kit/temporary-folder'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Ready, runCli, type Started, startCli } from '../../test/process.js'
import { runMain } from '../../test/run-main.js'

let cwd = ''
beforeEach(() => {
  cwd = folderOfTest()
})

const COMMANDS = [
  ...['start', 'exec', 'init', 'validate', 'env', 'status', 'stop', 'seed', 'reset', 'snapshot', 'export', 'import'],
  ...['users', 'orgs', 'roles', 'sso', 'token', 'mail', 'clock', 'faults', 'keys', 'webhooks', 'doctor'],
]

const memory = ['--data', ':memory:', '--port', '0']

/** One that several tests ask, or take the port of. */
let plain: Started
beforeAll(async () => {
  plain = await startCli(memory)
  return () => plain[Symbol.asyncDispose]()
})

describe('starting', () => {
  test('--json prints one line when everything works', async () => {
    const { authUrl, apiKey, issuer, port } = plain.ready
    const names = ['ready', 'authUrl', 'apiKey', 'verifierKey', 'issuer', 'port', 'mcpClientId', 'mcpClientSecret']
    expect(Object.keys(plain.ready)).toEqual(names)
    expect([authUrl, issuer]).toEqual([`http://localhost:${port}`, authUrl])
    const response = await fetch(`${authUrl}/api/v1/token_verification_metadata`, {
      headers: { Authorization: `Bearer ${apiKey}` },
    })
    expect(await response.json()).toMatchObject({ verifier_key_pem: plain.ready.verifierKey })
    expect(plain.output().stdout.split('\n')).toHaveLength(2)
  })

  const introspect = ({ authUrl, mcpClientId, mcpClientSecret }: Ready) => {
    const headers = { Authorization: `Basic ${btoa(`${mcpClientId}:${mcpClientSecret}`)}` }
    const body = new URLSearchParams({ token: 'x' })
    return fetch(`${authUrl}/oauth/2.1/introspect`, { method: 'POST', headers, body })
  }

  test('the ready line has the introspection credentials', async () => {
    expect(await (await introspect(plain.ready)).json()).toEqual({ active: false })
    await using chosen = await startCli([...memory, '--mcp-client-secret', 'c'.repeat(32)], { cwd })
    expect(chosen.ready.mcpClientSecret).toBe('c'.repeat(32))
    expect((await introspect(chosen.ready)).status).toBe(200)
  })

  test('it listens on the loopback addresses', async () => {
    const { port } = plain.ready
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200)
    expect((await fetch(`http://localhost:${port}/readyz`)).status).toBe(200)
  })

  test('SIGINT and SIGTERM end it with 0, and the next start has the same keys and introspection credentials', async () => {
    const kept = ({ apiKey, verifierKey, mcpClientId, mcpClientSecret }: Ready) => ({
      ...{ apiKey, verifierKey, mcpClientId, mcpClientSecret },
    })
    const first = await startCli(['--port', '0'], { cwd })
    expect(await first.stop('SIGINT')).toBe(0)
    const second = await startCli(['--port', '0'], { cwd })
    expect(kept(second.ready)).toEqual(kept(first.ready))
    expect(await second.stop('SIGTERM')).toBe(0)
    await using third = await startCli(['--port', '0'], { cwd })
    expect(kept(third.ready)).toEqual(kept(first.ready))
    expect(await (await introspect(third.ready)).json()).toEqual({ active: false })
  })

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s ends it while answers are delayed and connections open',
    async (signal) => {
      const started = await startCli(memory, { cwd })
      const { authUrl } = started.ready
      const rule = JSON.stringify({ path: '/.well-known/*', delayMs: 600_000 })
      await fetch(`${authUrl}/_emulator/faults`, { method: 'POST', body: rule })
      const waiting = fetch(`${authUrl}/.well-known/jwks.json`).catch(() => 'closed')
      await fetch(`${authUrl}/readyz`)
      expect(await started.stop(signal)).toBe(0)
      expect(await waiting).toBe('closed')
    },
  )

  test('the banner has addresses, API key, password and the next step in at most 12 lines', async () => {
    const { stdout } = await runUntilBanner(plain.ready.port)
    expect(stdout.trim().split('\n').length).toBeLessThanOrEqual(12)
    const parts = ['unofficial', 'Auth URL', '/_emulator/mail', 'API key     emu_', 'MCP server  emu_mcp', 'Next']
    for (const said of [...parts, 'emulator-password']) expect(stdout).toContain(said)
    expect(stdout.match(/API key {5}emu_/g)).toHaveLength(1)
  })

  // Takes the port of the other one on purpose: the second half of the banner test and of the port rule.
  async function runUntilBanner(taken: number): Promise<{ readonly stdout: string }> {
    const { spawn } = await import('node:child_process')
    const cli = new URL('../../dist/cli.js', import.meta.url)
    const child = spawn(process.execPath, [cli.pathname, '--data', ':memory:', '--port', String(taken)], { cwd })
    let stdout = ''
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      stdout += chunk
      if (stdout.includes('Ctrl-C')) child.kill('SIGTERM')
    }
    return { stdout }
  }
})

describe('a port that is taken', () => {
  test('the next free port is used, with a warning', async () => {
    await using blocker = await startHttpServer(() => {})
    const { port } = blocker
    await using started = await startCli(['--data', ':memory:', '--port', String(port)], { cwd })
    expect(started.ready.port).not.toBe(port)
    expect(started.output().stderr).toContain(`port ${port} is taken`)
    const strict = await runCli(['--data', ':memory:', '--port', String(port), '--strict-port'], { cwd })
    expect([strict.code, strict.stdout]).toEqual([3, ''])
    expect(strict.stderr).toContain(`Port ${port} is taken`)
  })
})

describe('flags', () => {
  test.each([
    [['--prot', '1'], 'did you mean --port?'],
    [['--port', 'http'], '--port must be a number'],
    [['--port', '70000'], '--port must be a number'],
    [['--issuer', 'auth.example.com'], '--issuer must be an http(s) URL'],
    [['--app-url', 'javascript:1'], '--app-url must be an http(s) URL'],
    [['stat'], 'did you mean start?'],
    [['usres'], 'there is no such command: unknown name "usres"; did you mean users?'],
    [['help', 'usres'], 'did you mean users?'],
    [['help', 'start', 'exec'], 'unexpected argument "exec"'],
    [['start', '--', 'npm'], 'unexpected argument "npm"'],
    [['--refresh-tokens', 'x', 'exec', '--', 'true'], '--refresh-tokens must be'],
    [['start', 'now'], 'unexpected argument "now"'],
    [['--api-key', 'short'], '--api-key must have at least 32 characters, and has 5'],
    [['--api-key', `${'k'.repeat(40)} `], '--api-key must be printable ASCII without white space'],
    [['--api-key', '0123456789abcdef'.repeat(6)], '--api-key looks like an API key of the real service'],
    [['--mcp-client-secret', 'short'], '--mcp-client-secret must have at least 32 characters, and has 5'],
    [['--host', ''], '--host needs an address of this machine'],
    [['exec'], 'exec needs a command after --'],
    [['exec', 'npm', 'run', 'dev'], 'a command follows --, as in exec -- npm run dev'],
    [['--seed', 'missing.yaml'], 'there is no seed file missing.yaml'],
  ])('%j is rejected with a hint', async (args, hint) => {
    const { code, stdout, stderr } = await runMain(args, { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(hint)
  })

  test('help and version go to stdout', async () => {
    const ofStart = { code: 0, stdout: expect.stringContaining('--strict-port'), stderr: '' }
    const ofAll = { code: 0, stdout: expect.stringContaining('exec -- npm run dev'), stderr: '' }
    expect(await runCli(['help', 'start'])).toEqual(ofStart)
    // Its file of the package is another one.
    expect((await runCli(['help', 'users'])).stdout).toBe((await runMain(['help', 'users'])).stdout)
    for (const args of [
      ['start', '--help'],
      ['--port', '1', 'start', '-h'],
    ])
      expect(await runMain(args)).toEqual(ofStart)
    expect(await runCli(['help'])).toEqual(ofAll)
    for (const args of [['--help'], ['-h']]) expect(await runMain(args)).toEqual(ofAll)
    const version = await runCli(['--version'])
    expect(version).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' })
  })

  test.each(COMMANDS)('help %s has its usage, its flags and an example', async (name) => {
    const { code, stdout, stderr } = await runMain(['help', name])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(new RegExp(`^Usage: propelauth-emulator .*${name}`))
    expect(stdout).toMatch(/\nExamples?:\n {2}propelauth-emulator /)
    expect((await runMain(['help'])).stdout).toContain(`  ${name} `)
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(110)
  })

  test('a wrong command line names the help of its command', async () => {
    expect((await runMain(['users', 'lst'])).stderr).toContain('Try propelauth-emulator help users.')
    expect((await runMain(['stat'])).stderr).toContain('Try propelauth-emulator help.')
  })

  test('--issuer does not change the auth URL', async () => {
    await using started = await startCli([...memory, '--issuer', 'https://auth.example.com:8443/'], { cwd })
    expect(started.ready.issuer).toBe('https://auth.example.com:8443')
    expect(started.ready.authUrl).toBe(`http://localhost:${started.ready.port}`)
  })

  test('an invalid seed file is an error with line and column', async () => {
    writeFileSync(join(cwd, 'propelauth.seed.yaml'), 'users:\n  - { key: ada, emial: a@x.test }\n')
    const { code, stderr } = await runCli(memory, { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain('propelauth.seed.yaml:2:24: users[0].emial: unknown name "emial"; did you mean email?')
  })

  test('the default seed file is used without a flag', async () => {
    writeFileSync(
      join(cwd, 'propelauth.seed.yaml'),
      'users:\n  - { key: ada, email: ada@x.test, password: long enough }\n',
    )
    await using started = await startCli(memory, { cwd })
    const body = JSON.stringify({ user: 'ada' })
    expect((await fetch(`${started.ready.authUrl}/_emulator/token`, { method: 'POST', body })).status).toBe(200)
  })
})

describe('safety', () => {
  test('it does not start in production', async () => {
    const { code, stdout, stderr } = await runCli(memory, { cwd, env: { ...process.env, NODE_ENV: 'production' } })
    expect([code, stdout]).toEqual([4, ''])
    expect(stderr).toContain('NODE_ENV is production')
  })

  test('beyond loopback it warns, minting needs the API key, and the personas have a random password, printed at the start', async () => {
    await using started = await startCli([...memory, '--host', '0.0.0.0'], { cwd })
    expect(started.output().stderr).toContain('other machines can connect')
    const { authUrl, apiKey, personaPassword = '' } = started.ready
    const mint = (headers: Record<string, string>) =>
      fetch(`${authUrl}/_emulator/token`, { method: 'POST', body: '{"user":"owner"}', headers })
    expect((await mint({})).status).toBe(401)
    expect((await mint({ Authorization: `Bearer ${apiKey}` })).status).toBe(200)
    const logIn = (password: string) =>
      fetch(`${authUrl}/login`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ email: 'owner@acme.test', password }),
      })
    expect((await logIn('emulator-password')).status).toBe(401)
    expect((await logIn(personaPassword)).status).toBe(303)
    const { stderr } = await runMain(['exec', ...memory, '--host', '0.0.0.0', '--', 'true'], { cwd })
    expect(stderr).toMatch(/the password of the personas is [0-9a-f]{24}\n/)
  })

  test.each([
    ['--auth-url', 'https://demo.ngrok.app'],
    ['--allow-host', 'demo.ngrok.app'],
  ])('behind a tunnel, by %s, minting needs the API key and the personas have a random password', async (...flags) => {
    await using started = await startCli([...memory, ...flags], { cwd })
    expect(started.output().stderr).toContain('other machines can connect, so /_emulator and /signup need')
    const { port, personaPassword } = started.ready
    const minted = await fetch(`http://127.0.0.1:${port}/_emulator/token`, { method: 'POST', body: '{"user":"owner"}' })
    expect(minted.status).toBe(401)
    expect(personaPassword).toMatch(/^[0-9a-f]{24}$/)
  })
})
