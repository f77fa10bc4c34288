import { connect } from 'node:net'
import { freePort } from 'test-kit/listen'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  createEmulator,
  type EmulatorServer,
  generateSigningKey,
  PERSONAS,
  ProductionError,
  startServer,
} from './index.js'

let server: EmulatorServer
let origin = ''
beforeAll(async () => {
  server = await startServer({ port: 0 })
  origin = server.emulator.authUrl
})
afterAll(() => server.close())

describe('over real HTTP', () => {
  test('a preflight is answered', async () => {
    const response = await fetch(`${origin}/api/v1/refresh_token`, {
      method: 'OPTIONS',
      headers: {
        Origin: 'http://localhost:3000',
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': 'content-type',
      },
    })
    expect(response.status).toBe(204)
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('http://localhost:3000')
    expect(response.headers.get('Access-Control-Allow-Headers')?.toLowerCase()).toContain('content-type')
  })

  test('a form logs in and a JSON body arrives', async () => {
    const { email, password } = PERSONAS.owner
    const login = await fetch(`${origin}/login`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ email, password }),
    })
    expect(login.status).toBe(303)
    const minted = await fetch(`${origin}/_emulator/token`, { method: 'POST', body: JSON.stringify({ user: 'owner' }) })
    expect(minted.status).toBe(200)
  })

  test('an endless chunked body is cut off', async () => {
    const chunk = new Uint8Array(64 * 1024)
    const body = new ReadableStream({ pull: (controller) => controller.enqueue(chunk) })
    const response = fetch(`${origin}/_emulator/token`, { method: 'POST', body, ...{ duplex: 'half' } })
    const status = await response.then((answer) => answer.status).catch(() => 'connection closed')
    expect([413, 'connection closed']).toContain(status)
    expect((await fetch(`${origin}/readyz`)).status).toBe(200)
  })

  test.each([
    ['a foreign Host', 'GET /readyz HTTP/1.1\r\nHost: evil.example\r\n', ' 421 '],
    ['a foreign Host with our port', `GET /readyz HTTP/1.1\r\nHost: evil.example:4460\r\n`, ' 421 '],
    ['no Host', 'GET /readyz HTTP/1.1\r\n', ' 400 '],
    ['a Host with credentials', 'GET /readyz HTTP/1.1\r\nHost: localhost@evil.example\r\n', ' 4'],
    ['a path that climbs', 'GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n', ' 501 '],
  ])('%s on the wire', async (_, head, expected) => {
    expect(await raw(`${head}Connection: close\r\n\r\n`)).toContain(expected)
  })

  /** The status line of the answer to these very bytes. */
  function raw(request: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let answer = ''
      const socket = connect(server.port, '127.0.0.1', () => socket.write(request))
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        answer += chunk
      })
      socket.on('close', () => resolve(answer.split('\r\n')[0] ?? ''))
      socket.on('error', reject)
    })
  }
})

describe('starting', () => {
  test('it listens on IPv4 and, if the machine has it, on IPv6', async () => {
    for (const host of ['localhost', '127.0.0.1'])
      expect((await fetch(`http://${host}:${server.port}/readyz`)).status).toBe(200)
  })

  test('a failed start closes its socket', async () => {
    const port = await freePort()
    const failing = startServer({ port, strictPort: true, appUrls: ['nonsense'] })
    await expect(failing).rejects.toThrow(/appUrls/)
    await using next = await startServer({ port, signingKey: generateSigningKey() })
    expect(next.port).toBe(port)
  })

  test('with strictPort, a taken port is an error', async () => {
    await expect(startServer({ port: server.port, strictPort: true })).rejects.toMatchObject({ name: 'PortTakenError' })
  })

  test('an address of another machine is a clear error', async () => {
    await expect(startServer({ port: 0, host: '203.0.113.7' })).rejects.toThrow(
      '203.0.113.7 is no address of this machine',
    )
  })

  test('it does not start in production', () => {
    vi.stubEnv('NODE_ENV', 'production')
    expect(() => createEmulator()).toThrow(ProductionError)
    vi.unstubAllEnvs()
  })

  test('close is idempotent', async () => {
    const second = await startServer({ port: 0 })
    await second.close()
    await second.close()
    await expect(fetch(`http://localhost:${second.port}/readyz`)).rejects.toThrow()
  })
})
