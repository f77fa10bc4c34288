import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { folderOfTest } from 'test-kit/temporary-folder'
import { beforeEach, describe, expect, test } from 'vitest'
import { CLI, runCli } from '../../../test/process.js'

let cwd = ''
beforeEach(() => {
  cwd = folderOfTest()
})

const memory = ['--data', ':memory:', '--port', '0']
const exec = (command: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runCli(['exec', ...memory, '--', ...command], { cwd, env: { ...process.env, NODE_NO_WARNINGS: '1', ...env } })

/** Runs a line of JavaScript in a Node of its own. */
const node = (script: string): readonly string[] => [process.execPath, '-e', script]

describe('the command', () => {
  const script = `
    import { getApis } from ${JSON.stringify(import.meta.resolve('@propelauth/node-apis'))}
    import { initBaseAuth } from ${JSON.stringify(import.meta.resolve('@propelauth/node'))}
    const { PROPELAUTH_AUTH_URL: authUrl, PROPELAUTH_API_KEY: apiKey } = process.env
    const apis = getApis(new URL(authUrl), apiKey)
    const user = await apis.fetchUserMetadataByEmail('owner@acme.test', true)
    const { access_token } = await apis.createAccessToken({ userId: user.userId, durationInMinutes: 5 })
    const auth = initBaseAuth({ authUrl, apiKey })
    const known = await auth.validateAccessTokenAndGetUser('Bearer ' + access_token)
    const elsewhere = await fetch(authUrl + '/readyz')
    console.log(JSON.stringify({ same: known.userId === user.userId, elsewhere: elsewhere.status }))
    process.exit(7)
  `

  test('runs with official SDKs redirected to the emulator, and its exit code is returned', async () => {
    const file = join(cwd, 'app.mjs')
    writeFileSync(file, script)
    const { code, stdout, stderr } = await exec([process.execPath, file])
    expect(stderr).toMatch(/^PropelAuth emulator: (http:\/\/localhost:\d+), dashboard \1\/_emulator\n$/)
    expect([code, stdout]).toEqual([7, '{"same":true,"elsewhere":200}\n'])
  })

  test('has the auth URL under every name that front-end tools read, over values of its environment', async () => {
    const names = [
      'PROPELAUTH_AUTH_URL',
      'PROPELAUTH_API_URL',
      'NEXT_PUBLIC_AUTH_URL',
      'NEXT_PUBLIC_PROPELAUTH_AUTH_URL',
      'VITE_AUTH_URL',
      'VITE_PROPELAUTH_AUTH_URL',
      'REACT_APP_AUTH_URL',
      'PUBLIC_AUTH_URL',
      'NUXT_PUBLIC_AUTH_URL',
      'EXPO_PUBLIC_AUTH_URL',
    ]
    const real = Object.fromEntries(names.map((name) => [name, 'https://auth.real.example']))
    const { stdout } = await exec(node('console.log(JSON.stringify(process.env))'), { ...real, AUTH_URL: 'kept' })
    const env = JSON.parse(stdout)
    expect(env.PROPELAUTH_AUTH_URL).toMatch(/^http:\/\/localhost:\d+$/)
    for (const name of names) expect(env[name], name).toBe(env.PROPELAUTH_AUTH_URL)
    expect(env.AUTH_URL).toBe('kept')
    expect(env.PROPELAUTH_MCP_CLIENT_ID).toBe('emu_mcp_introspection')
    expect(env.PROPELAUTH_MCP_CLIENT_SECRET).toMatch(/^emu_[0-9a-f]{64}$/)
  })

  test.each([
    ['no-such-command-here', 127, 'command not found: "no-such-command-here". It is neither in PATH'],
    ['./missing.sh', 127, 'command not found: "./missing.sh"'],
    ['/no/such/directory/command', 127, 'command not found: "/no/such/directory/command"'],
    ['npm run dev', 127, 'Write the command and its arguments as separate words, without quotes: exec -- npm run dev'],
    ['./plain.txt', 126, 'cannot run "./plain.txt". It is not an executable file.'],
    ['.', 126, 'cannot run ".". It is not an executable file.'],
  ])('%j cannot be run: exit code %i, and the reason', async (command, expected, reason) => {
    writeFileSync(join(cwd, 'plain.txt'), 'text')
    const { code, stdout, stderr } = await exec([command])
    expect([code, stdout]).toEqual([expected, ''])
    expect(stderr).toMatch(/^propelauth-emulator: exec: c/m)
    expect(stderr).toContain(reason)
  })

  test('an empty command is a usage error', async () => {
    const { code, stderr } = await exec([''])
    expect([code, stderr.split('\n')[0]]).toEqual([2, 'propelauth-emulator: exec needs a command after --'])
  })
})

describe.skipIf(process.platform === 'win32')('a signal to exec alone', () => {
  /** A program that says the auth URL, and stays up. */
  const stay = 'console.log(process.env.PROPELAUTH_AUTH_URL); setInterval(() => undefined, 1000)'
  const ignoring = (...signals: string[]): string =>
    `${signals.map((signal) => `process.on('${signal}', () => console.log('ignored'));`).join('')} ${stay}`
  const shellScript = `${process.execPath} -e "${stay}" & wait`

  interface Running {
    readonly child: ChildProcess
    readonly authUrl: string
    /** Waits until the command has ignored a signal. */
    ignored(): Promise<unknown>
  }

  async function start(command: readonly string[]): Promise<Running> {
    const stdio = ['ignore', 'pipe', 'inherit'] as const
    const child = spawn(process.execPath, [CLI, 'exec', ...memory, '--', ...command], { cwd, stdio: [...stdio] })
    const lines = createInterface({ input: child.stdout })
    const [authUrl] = (await once(lines, 'line')) as [string]
    return { child, authUrl, ignored: () => once(lines, 'line') }
  }

  /** The exit code, once no process holds the output any more and nothing answers at the auth URL. */
  async function end({ child, authUrl }: Running): Promise<number | null> {
    const [code] = await once(child, 'close')
    await expect(fetch(`${authUrl}/readyz`)).rejects.toThrow()
    return code
  }

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 143],
  ] as const)('%s ends the command and the emulator', async (signal, expected) => {
    const running = await start(node(stay))
    expect((await fetch(`${running.authUrl}/readyz`)).status).toBe(200)
    running.child.kill(signal)
    expect(await end(running)).toBe(expected)
  })

  test.each([
    ['SIGINT', shellScript],
    ['SIGTERM', shellScript],
    // The shell starts its background jobs with SIGINT ignored.
    ['SIGINT', 'sleep 600 & echo $PROPELAUTH_AUTH_URL; wait'],
  ] as const)('%s ends processes that the command has started: %s', async (signal, script) => {
    const running = await start(['sh', '-c', script])
    running.child.kill(signal)
    expect(await end(running)).toBeGreaterThan(128)
  })

  test('the exit code of a command that handles SIGINT is returned', async () => {
    const running = await start(node(`process.on('SIGINT', () => process.exit(3)); ${stay}`))
    running.child.kill('SIGINT')
    expect(await end(running)).toBe(3)
  })

  test('a second SIGINT sends SIGTERM, a third SIGKILL', async () => {
    const stubborn = await start(node(ignoring('SIGINT')))
    stubborn.child.kill('SIGINT')
    await stubborn.ignored()
    stubborn.child.kill('SIGINT')
    expect(await end(stubborn)).toBe(143)

    const deaf = await start(node(ignoring('SIGINT', 'SIGTERM')))
    for (const _ of ['SIGINT', 'SIGTERM']) {
      deaf.child.kill('SIGINT')
      await deaf.ignored()
    }
    deaf.child.kill('SIGINT')
    expect(await end(deaf)).toBe(137)
  })

  test('a command that ignores SIGINT gets SIGTERM after the grace period', async () => {
    const running = await start(node(ignoring('SIGINT')))
    running.child.kill('SIGINT')
    expect(await end(running)).toBe(143)
  })
})
