import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { folderOfTest } from 'test-kit/temporary-folder'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CLI, runCli } from '../../../test/process.js'
import { runMain } from '../../../test/run-main.js'

let cwd = ''
beforeEach(() => {
  cwd = folderOfTest()
})

const memory = ['--data', ':memory:', '--port', '0']
const exec = (command: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runCli(['exec', ...memory, '--', ...command], { cwd, env: { ...process.env, NODE_NO_WARNINGS: '1', ...env } })

/** Runs a line of JavaScript in a Node of its own. */
const node = (script: string): readonly string[] => [process.execPath, '-e', script]

/** The names under which front-end tools read the auth URL. */
const AUTH_URL_NAMES = [
  'PROPELAUTH_AUTH_URL',
  'PROPELAUTH_API_URL',
  'NEXT_PUBLIC_AUTH_URL',
  'NEXT_PUBLIC_PROPELAUTH_AUTH_URL',
  'VITE_AUTH_URL',
  'VITE_PROPELAUTH_AUTH_URL',
  'REACT_APP_AUTH_URL',
  'PUBLIC_AUTH_URL',
  'NUXT_PUBLIC_AUTH_URL',
  'REMIX_PUBLIC_AUTH_URL',
  'EXPO_PUBLIC_AUTH_URL',
]

/** The command of an exec that serves several tests: it runs each program of its input, and says how that ended. */
const RUNNER = `
  const { spawnSync } = require('node:child_process')
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { command: [file, ...args], cwd } = JSON.parse(line)
    const { status, stdout, stderr } = spawnSync(file, args, { cwd, encoding: 'utf8' })
    console.log(JSON.stringify({ code: status, stdout, stderr }))
  })`

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program below the exec of this file, in the folder of the test. */
let below: (command: readonly string[]) => Promise<Ended>

// Its environment has values of the user for all names.
beforeAll(() => {
  const real = Object.fromEntries(AUTH_URL_NAMES.map((name) => [name, 'https://auth.real.example']))
  const child = spawn(process.execPath, [CLI, 'exec', ...memory, '--', ...node(RUNNER)], {
    env: { ...process.env, NODE_NO_WARNINGS: '1', ...real, AUTH_URL: 'kept' },
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk
  })
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const closed = once(child, 'close')
  below = async (command) => {
    child.stdin.write(`${JSON.stringify({ command, cwd })}\n`)
    const { value, done } = await answers.next()
    if (done) throw new Error(`exec ended with ${(await closed)[0]}: ${stderr}`)
    return JSON.parse(value)
  }
  return async () => {
    child.stdin.end()
    expect(await closed).toEqual([0, null])
    // It has no warning of its own: what runs below it has been redirected, or has said itself what is not.
    expect(stderr).toMatch(/^PropelAuth emulator: \S+, dashboard \S+\n$/)
  }
})

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
    const { stdout, stderr } = await below(node('console.log(JSON.stringify(process.env))'))
    expect(stderr).toBe('')
    const env = JSON.parse(stdout)
    expect(env.PROPELAUTH_AUTH_URL).toMatch(/^http:\/\/localhost:\d+$/)
    for (const name of AUTH_URL_NAMES) expect(env[name], name).toBe(env.PROPELAUTH_AUTH_URL)
    expect(env.AUTH_URL).toBe('kept')
    expect(env.PROPELAUTH_REDIRECT_URI).toBe('http://localhost:3000/api/auth/callback')
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
    const { code, stdout, stderr } = await runMain(['exec', ...memory, '--', command], { cwd })
    expect([code, stdout]).toEqual([expected, ''])
    expect(stderr).toMatch(/^propelauth-emulator: exec: c/m)
    expect(stderr).toContain(reason)
  })

  test('an empty command is a usage error', async () => {
    const { code, stderr } = await runMain(['exec', ...memory, '--', ''], { cwd })
    expect([code, stderr.split('\n')[0]]).toEqual([2, 'propelauth-emulator: exec needs a command after --'])
  })
})

describe('a Node that exec starts', () => {
  const clients = {
    'fetch, also in a worker thread': `
      const { Worker } = await import('node:worker_threads')
      const code = 'fetch("https://propelauth-api.com/readyz").then(({ status }) => postMessage(status))'
      const worker = new Worker('const { parentPort } = require("node:worker_threads"); const postMessage = (value) => parentPort.postMessage(value);' + code, { eval: true })
      const inThread = await new Promise((resolve) => worker.once('message', resolve))
      return [(await fetch('https://propelauth-api.com/readyz')).status, inThread]`,
    'node:https, with an agent that has authorities of its own': `
      const https = await import('node:https')
      const get = (options) => new Promise((resolve, reject) =>
        https.get('https://propelauth-api.com/readyz', options, (answer) => resolve(answer.resume().statusCode)).on('error', reject))
      return [await get({}), await get({ agent: new https.Agent({ ca: [] }) })]`,
    'connect of node:tls, by its name and with all forms of arguments': `
      const { connect, createSecureContext } = await import('node:tls')
      const { once } = await import('node:events')
      const host = 'propelauth-api.com'
      const nameOf = async (socket) => {
        await once(socket, 'secureConnect')
        const { authorized, remoteAddress } = socket
        socket.destroy()
        return authorized && remoteAddress
      }
      const secureContext = createSecureContext({ ca: [] })
      return [await nameOf(connect({ host, port: 443, secureContext })), await nameOf(connect(443, host, {}))]`,
    'other hosts, which it still connects to itself': `
      const server = (await import('node:http')).createServer((_, response) => response.end())
      await new Promise((resolve) => server.listen(0, 'localhost', resolve))
      const { port } = server.address()
      const { status } = await fetch('http://localhost:' + port)
      await new Promise((resolve) => server.close(resolve))
      return [status, await fetch('https://localhost:' + port).catch(({ cause }) => cause.code)]`,
  }

  test.each([
    ['fetch, also in a worker thread', [200, 200]],
    ['node:https, with an agent that has authorities of its own', [200, 200]],
    ['connect of node:tls, by its name and with all forms of arguments', ['127.0.0.1', '127.0.0.1']],
    ['other hosts, which it still connects to itself', [200, 'ECONNREFUSED']],
  ] as const)('uses %s', async (client, expected) => {
    const { stdout, stderr } = await below(
      node(`(async () => { ${clients[client]} })().then((value) => console.log(JSON.stringify(value)))`),
    )
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual(expected)
  })
})

describe.skipIf(process.platform === 'win32')('a program that cannot be redirected', () => {
  const warning =
    /^propelauth-emulator: requests of workerd to the service are not redirected: a Worker reads \.dev\.vars .*: npx propelauth-emulator env --for wrangler --url http:\/\/localhost:\d+ >> \.dev\.vars$/m

  beforeEach(() => writeFileSync(join(cwd, 'workerd'), '#!/bin/sh\nexit 5\n', { mode: 0o755 }))

  /** Starts it below a Node that has written a file of the Worker. */
  function afterWriting(file: string, text: string) {
    const write = `require('node:fs').writeFileSync('${file}', ${text})`
    return below(node(`${write}; require('node:child_process').spawn('./workerd')`))
  }

  test('gets a warning as the command', async () => {
    const { code, stderr } = await runMain(['exec', ...memory, '--', './workerd'], { cwd })
    expect(code).toBe(5)
    expect(stderr).toMatch(warning)
  })

  test('gets one warning if a Node below the command starts it, also again', async () => {
    const start = "require('node:child_process').spawn('./workerd')"
    const twice = `${start}.once('exit', () => ${start}.once('exit', (code) => process.exit(code)))`
    const { code, stderr } = await below(['sh', '-c', `"${process.execPath}" -e "${twice}"`])
    expect(code).toBe(5)
    expect(stderr).toMatch(warning)
    expect(stderr.match(/not redirected/g)).toHaveLength(1)
  })

  test.each([
    ['.dev.vars', "'SECRET=1\\nexport PROPELAUTH_AUTH_URL=\"' + process.env.PROPELAUTH_AUTH_URL + '/\" # local\\n'"],
    ['.env', "'PROPELAUTH_AUTH_URL=' + process.env.PROPELAUTH_AUTH_URL"],
  ])('gets none if %s has the auth URL', async (file, text) => {
    expect(await afterWriting(file, text)).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test.each([
    ['another auth URL', "'PROPELAUTH_AUTH_URL=http://localhost:1'", ', PROPELAUTH_APP_URL'],
    ['an address of the app and no auth URL', "'PROPELAUTH_APP_URL=http://localhost:8788'", ''],
    ['what is no URL', "'PROPELAUTH_AUTH_URL=auth\\nPROPELAUTH_APP_URL=http://localhost:8788'", ''],
  ])('with %s in .dev.vars is told which lines to set, and nothing is overwritten', async (_, text, appUrl) => {
    const { stderr } = await afterWriting('.dev.vars', text)
    const names = `PROPELAUTH_AUTH_URL, PROPELAUTH_API_URL, PROPELAUTH_API_KEY${appUrl}`
    expect(stderr).toContain(`is not in it. Set ${names} there, as this prints them while the emulator runs: npx `)
    expect(stderr).toMatch(/PROPELAUTH_AUTH_URL=(http:\/\/localhost:\d+) is not in it.* --for wrangler --url \1\n/)
    expect(stderr).not.toContain('>')
  })

  test('is told of .dev.vars where there is also an .env, which wrangler then ignores', async () => {
    writeFileSync(join(cwd, '.dev.vars'), 'SECRET=1')
    const { stderr } = await afterWriting('.env', "'PROPELAUTH_AUTH_URL=' + process.env.PROPELAUTH_AUTH_URL")
    expect(stderr).toContain('a Worker reads .dev.vars instead of the environment, and')
  })
})

describe.skipIf(process.platform === 'win32')('a program that Node does not run', () => {
  const warning =
    /^propelauth-emulator: no request to the service has reached the emulator\. If sh has sent one, it has not/m
  const fetched = "fetch(process.env.PROPELAUTH_AUTH_URL + '/.well-known/jwks.json')"

  test.each([
    ['gets a warning at its end if the emulator has got no request', 'exit 3', warning],
    [
      'gets none if a request has reached the emulator, by any way',
      `"${process.execPath}" -e "${fetched}"; exit 3`,
      /^PropelAuth emulator: \S+, dashboard \S+\n$/,
    ],
  ])('%s', async (_, script, expected) => {
    const { code, stderr } = await exec(['sh', '-c', script])
    expect(code).toBe(3)
    expect(stderr).toMatch(expected)
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
