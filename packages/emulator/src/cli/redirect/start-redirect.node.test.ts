import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { connect, createServer as createSocketServer } from 'node:net'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { freePort, listen } from 'test-kit/listen'
import { folderOfTest } from 'test-kit/temporary-folder'
import { afterAll, afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { askProxy, askThroughTunnel, openTunnel } from '../../../test/proxy-client.js'
import { createEmulator, PERSONAS } from '../../index.js'
import { preloadVariables } from './redirection.js'
import { rubyVariables } from './ruby-variables.js'
import { startRedirect } from './start-redirect.js'

const emulator = createEmulator({ issuer: 'https://auth.example.com' })
afterAll(() => emulator.close())

const warnings: string[] = []
afterEach(() => void warnings.splice(0))

/** A redirect for a command that would have this environment. */
async function redirect(env: NodeJS.ProcessEnv = {}, redirected = emulator, program = 'npm') {
  const started = await startRedirect({ program, emulator: redirected, env, warn: (text) => void warnings.push(text) })
  onTestFinished(() => started[Symbol.asyncDispose]())
  const { HTTPS_PROXY: proxy = '', NODE_EXTRA_CA_CERTS = '' } = started.environment
  return { ...started, proxy, authority: NODE_EXTRA_CA_CERTS && readFileSync(NODE_EXTRA_CA_CERTS, 'utf8') }
}

const withKey = { Authorization: `Bearer ${emulator.apiKey}` }
const userByEmail = `/api/backend/v1/user/email?email=${encodeURIComponent(PERSONAS.admin.email)}`

describe('a request to a host of the service', () => {
  test.each(['propelauth-api.com', '12345.propelauthtest.com', 'auth.example.com'])(
    'through a tunnel to %s reaches the emulator',
    async (host) => {
      const { proxy, authority } = await redirect()
      const answer = await askThroughTunnel(proxy, authority, `https://${host}${userByEmail}`, { headers: withKey })
      expect(JSON.parse(answer.body)).toMatchObject({ user_id: PERSONAS.admin.userId })
    },
  )

  test('without a tunnel reaches the emulator, too', async () => {
    const { proxy } = await redirect()
    const answer = await askProxy(proxy, `https://propelauth-api.com${userByEmail}`, { headers: withKey })
    expect(JSON.parse(answer.body)).toMatchObject({ user_id: PERSONAS.admin.userId })
  })

  test.each(['with', 'without'])('%s a tunnel keeps its method and body', async (way) => {
    const { proxy, authority } = await redirect()
    const wish = {
      method: 'POST',
      headers: { ...withKey, 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: `${way}@x.test` }),
    }
    const url = 'https://propelauth-api.com/api/backend/v1/user/'
    const answer = await (way === 'with' ? askThroughTunnel(proxy, authority, url, wish) : askProxy(proxy, url, wish))
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { user_id: expect.any(String) }])
  })

  test('ends without an answer where a fault of the emulator breaks the connection', async () => {
    emulator.addFault({ path: '/api/*', fault: 'away', times: 1 })
    const { proxy, authority } = await redirect()
    const url = `https://propelauth-api.com${userByEmail}`
    await expect(askThroughTunnel(proxy, authority, url, { headers: withKey })).rejects.toThrow('hang up')
  })
})

describe('a request to another host', () => {
  test('is a tunnel that changes no byte, both ways', async () => {
    const echo = createSocketServer((socket) => socket.pipe(socket))
    onTestFinished(() => void echo.close())
    const { proxy } = await redirect()
    const [status, socket] = await openTunnel(proxy, `127.0.0.1:${await listen(echo)}`)
    expect(status).toBe(200)
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index))
    socket.end(bytes)
    expect(Buffer.concat(await socket.toArray())).toEqual(bytes)
  })

  test('that cannot be reached is 502', async () => {
    const { proxy } = await redirect()
    const port = await freePort()
    expect((await openTunnel(proxy, `127.0.0.1:${port}`))[0]).toBe(502)
    expect((await askProxy(proxy, `http://127.0.0.1:${port}/`)).status).toBe(502)
  })

  test('without a tunnel is sent on, without the credentials of the proxy', async () => {
    const seen: unknown[] = []
    const other = createServer(async (request, response) => {
      const { method, url, headers } = request
      seen.push({ method, url, headers, body: await text(request) })
      response.writeHead(418, { 'Set-Cookie': ['a=1', 'b=2'] }).end('short and stout')
    })
    onTestFinished(() => void other.close())
    const { proxy } = await redirect()
    const host = `127.0.0.1:${await listen(other)}`
    const headers = { 'Proxy-Authorization': 'Basic x', 'X-Other': 'y' }
    const answer = await askProxy(proxy, `http://${host}/tea?milk=1`, { method: 'PUT', headers, body: 'leaves' })
    expect(answer).toMatchObject({ status: 418, body: 'short and stout', headers: { 'set-cookie': ['a=1', 'b=2'] } })
    expect(seen).toMatchObject([
      { method: 'PUT', url: '/tea?milk=1', headers: { host, 'x-other': 'y' }, body: 'leaves' },
    ])
    expect(JSON.stringify(seen)).not.toContain('proxy-authorization')
  })

  test('without a tunnel is not sent to a host whose certificate is not trusted', async () => {
    const { proxy, environment } = await redirect()
    // The TLS server of the emulator stands for it: this process does not trust its authority.
    const { port } = JSON.parse(environment.PROPELAUTH_EMULATOR_REDIRECT ?? '')
    expect((await askProxy(proxy, `https://127.0.0.1:${port}/readyz`)).status).toBe(502)
  })
})

test.each(['GET / HTTP/1.1', 'CONNECT nonsense HTTP/1.1'])('%s is 400', async (line) => {
  const { proxy } = await redirect()
  const socket = connect(Number(new URL(proxy).port), '127.0.0.1')
  socket.end(`${line}\r\nHost: x\r\nConnection: close\r\n\r\n`)
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /)
})

test('the end of the redirect closes all tunnels, and removes its files', async () => {
  const silent = createSocketServer()
  onTestFinished(() => void silent.close())
  const { environment, ...started } = await startRedirect({ program: 'npm', emulator, env: {}, warn: () => undefined })
  const { HTTPS_PROXY = '', SSL_CERT_FILE = '' } = environment
  const [, socket] = await openTunnel(HTTPS_PROXY, `127.0.0.1:${await listen(silent)}`)
  const folder = dirname(SSL_CERT_FILE)
  expect(existsSync(folder)).toBe(true)
  const closed = once(socket.resume(), 'close')
  await started[Symbol.asyncDispose]()
  await closed
  expect(existsSync(folder)).toBe(false)
})

describe('a proxy of the environment', () => {
  /** Notes what it is asked for, and connects to an echo. */
  async function startOther() {
    const asked: Pick<IncomingMessage, 'url' | 'headers'>[] = []
    const other = createServer().on('connect', ({ url, headers }, socket) => {
      asked.push({ url, headers })
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      socket.pipe(socket)
    })
    onTestFinished(() => void other.close())
    return { asked, port: await listen(other) }
  }

  test('is asked for other hosts, with its credentials, and never for those of the service', async () => {
    const { asked, port } = await startOther()
    const { proxy, authority } = await redirect({ https_proxy: `http://user:p%40ss@127.0.0.1:${port}` })
    await askThroughTunnel(proxy, authority, 'https://propelauth-api.com/readyz')
    const [, socket] = await openTunnel(proxy, 'other.example:443')
    socket.end('ping')
    expect(await text(socket)).toBe('ping')
    const credentials = `Basic ${btoa('user:p@ss')}`
    expect(asked).toMatchObject([{ url: 'other.example:443', headers: { 'proxy-authorization': credentials } }])
  })

  test('is not asked for hosts of NO_PROXY', async () => {
    const { asked, port } = await startOther()
    const { proxy } = await redirect({ HTTPS_PROXY: `127.0.0.1:${port}`, NO_PROXY: 'localhost' })
    const echo = createSocketServer((socket) => socket.pipe(socket))
    onTestFinished(() => void echo.close())
    const [status, socket] = await openTunnel(proxy, `localhost:${await listen(echo, { host: 'localhost' })}`)
    socket.destroy()
    expect([status, asked]).toEqual([200, []])
  })

  test('that refuses is 502', async () => {
    const refusing = createServer().on('connect', (_, socket) => socket.end('HTTP/1.1 407 Credentials\r\n\r\n'))
    onTestFinished(() => void refusing.close())
    const { proxy } = await redirect({ ALL_PROXY: `http://127.0.0.1:${await listen(refusing)}` })
    expect((await openTunnel(proxy, 'other.example:443'))[0]).toBe(502)
  })

  test.each(['socks5://127.0.0.1:1080', 'http://'])('%s stays, with a warning', async (url) => {
    const { environment } = await redirect({ HTTPS_PROXY: url })
    expect(environment).not.toHaveProperty('HTTPS_PROXY')
    expect(environment).not.toHaveProperty('NO_PROXY')
    expect(environment).not.toHaveProperty('RUBYOPT')
    expect(warnings).toEqual([
      expect.stringMatching(/^HTTPS_PROXY is not an http\(s\) URL: only Node is redirected\. /),
    ])
  })
})

test.each([
  [undefined, 'localhost,127.0.0.1,::1'],
  ['internal.example,localhost', 'internal.example,localhost,127.0.0.1,::1'],
  ['*', 'localhost,127.0.0.1,::1'],
  ['.com', 'localhost,127.0.0.1,::1'],
  ['propelauth-api.com 9.propelauthtest.com .example.org', '.example.org,localhost,127.0.0.1,::1'],
])('with NO_PROXY=%s, no host of the service is without the proxy: %s', async (NO_PROXY, expected) => {
  const { environment, proxy } = await redirect(NO_PROXY === undefined ? {} : { NO_PROXY })
  expect(environment).toMatchObject({ https_proxy: proxy, NO_PROXY: expected, no_proxy: expected })
})

test('the options of the environment stay, and one with a space is in quotes', async () => {
  const { environment } = await redirect({ NODE_OPTIONS: '--no-deprecation' })
  expect(environment.NODE_OPTIONS).toMatch(/^--no-deprecation --require=\S+redirect-connections\.cjs$/)
  const redirection = { authUrl: '', hosts: [], port: 1, authorityFile: '' }
  expect(preloadVariables('/my apps/preload.cjs', redirection, {})).toMatchObject({
    NODE_OPTIONS: '"--require=/my apps/preload.cjs"',
    BUN_OPTIONS: '"--preload=/my apps/preload.cjs"',
  })
})

test('Ruby loads a script of the package, unless its path has a space', async () => {
  const { environment } = await redirect({ RUBYOPT: '-W0' })
  expect(environment.RUBYOPT).toMatch(/^-W0 -r\S+redirect-net-http\.rb$/)
  expect(rubyVariables('/my apps/redirect-net-http.rb', { RUBYOPT: '-W0' })).toEqual({})
})

test.each([
  ['deno', '1'],
  ['/usr/bin/deno', '1'],
  ['npm', undefined],
])('%s is told to use the proxy for node:https: %s', async (program, expected) => {
  const { environment } = await redirect({}, emulator, program)
  expect(environment.NODE_USE_ENV_PROXY).toBe(expected)
})

describe('the authorities', () => {
  test('are the usual ones and those of the environment, besides that of the emulator', async () => {
    const folder = folderOfTest()
    const files = Object.fromEntries(
      ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'DENO_CERT'].map((name) => {
        writeFileSync(join(folder, name), `authority of ${name}`)
        return [name, join(folder, name)]
      }),
    )
    const { environment, authority } = await redirect(files)
    expect(authority).toContain('-----BEGIN CERTIFICATE-----')
    expect(authority).toContain('authority of NODE_EXTRA_CA_CERTS\nauthority of DENO_CERT\n')
    expect(authority).not.toContain('authority of SSL_CERT_FILE')
    const whole = readFileSync(environment.SSL_CERT_FILE ?? '', 'utf8')
    for (const name of Object.keys(files)) expect(whole).toContain(`authority of ${name}\n`)
    expect(whole).toContain(authority.slice(0, authority.indexOf('authority of')))
    expect(whole.match(/-----BEGIN/g)?.length).toBeGreaterThan(100)
    const { DENO_CERT, NODE_EXTRA_CA_CERTS, REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE, SSL_CERT_FILE } = environment
    expect([DENO_CERT, REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE]).toEqual([NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, SSL_CERT_FILE])
  })

  test('of a file that cannot be read are missing, with a warning', async () => {
    await redirect({ REQUESTS_CA_BUNDLE: folderOfTest() })
    expect(warnings).toEqual([
      expect.stringMatching(/^COMMAND does not trust the authorities of REQUESTS_CA_BUNDLE: EISDIR/),
    ])
  })
})

describe('a program with an auth URL in its source', () => {
  const local = createEmulator()
  afterAll(() => local.close())

  const ask = async (redirected: typeof emulator, url: string, headers: Readonly<Record<string, string>> = {}) => {
    const { proxy, authority } = await redirect({}, redirected)
    for (const _ of [1, 2]) await askThroughTunnel(proxy, authority, url, { headers })
  }
  const advice =
    /^a program of COMMAND has the auth URL https:\/\/auth\.example\.com, and tokens have the issuer http:\/\/localhost:4460, .* Add --issuer https:\/\/auth\.example\.com/

  test('gets a warning, once, by the host that an SDK names', async () => {
    await ask(local, 'https://propelauth-api.com/readyz', { 'X-Propelauth-url': 'auth.example.com' })
    expect(warnings).toEqual([expect.stringMatching(advice)])
  })

  test('gets a warning by the host that it calls', async () => {
    await ask(local, 'https://7.propelauthtest.com/readyz')
    expect(warnings).toEqual([expect.stringContaining('has the auth URL https://7.propelauthtest.com')])
  })

  test.each([
    [local, 'localhost'],
    [local, '127.0.0.1:4460'],
    [emulator, 'auth.example.com'],
    [emulator, 'localhost'],
    [emulator, ''],
  ])('gets none if the emulator has it: %#', async (redirected, host) => {
    await ask(redirected, 'https://propelauth-api.com/readyz', { 'X-Propelauth-url': host })
    expect(warnings).toEqual([])
  })
})
