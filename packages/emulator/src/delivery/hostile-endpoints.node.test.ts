import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { listen } from 'test-kit/listen'
import { describe, expect, test, vi } from 'vitest'
import { emulatorWithReceiver } from '../../test/emulator-with-receiver.js'
import { backend, testEmulator } from '../../test/fixture.js'
import { startReceiver } from '../../test/receiver.js'
import { startServer, type WebhookDeliveryDetails } from '../index.js'

const { emulator, receiver } = await emulatorWithReceiver()

/** Sends an event to the URL, and waits for the end of the attempt. */
async function attempt(url = receiver.url): Promise<WebhookDeliveryDetails> {
  const { id } = emulator.webhooks.addEndpoint({ url })
  const [delivery] = emulator.webhooks.send({ type: 'user.login', endpoint: id })
  await emulator.webhooks.deliverDue()
  return emulator.webhooks.delivery(delivery?.id ?? '')
}

test.each([
  '',
  'localhost:3000/webhooks',
  '/webhooks',
  '//example.test/webhooks',
  'http:/example.test',
  'ftp://example.test/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/plain,x',
  'http://user:password@example.test/',
  'http://user@example.test/',
  'http://example.test/#fragment',
  'http://[::1/',
  'http://exa mple.test/',
  `http://example.test/${'x'.repeat(2000)}`,
])('%j is no endpoint', (url) => {
  expect(() => emulator.webhooks.addEndpoint({ url })).toThrow('The URL must')
  expect(emulator.webhooks.endpoints()).toEqual([])
})

test.each([
  'http://localhost:4460/_emulator/reset',
  'http://127.0.0.1:4460/x',
  'http://[::1]:4460/',
  'http://a.localhost:4460/',
])('%s is the emulator itself, and no endpoint', (url) => {
  expect(() => emulator.webhooks.addEndpoint({ url })).toThrow('must not be of the emulator itself')
})

test.each(['whsec_', 'whsec_AAAA', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'whsec_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!'])(
  '%j is no secret',
  (secret) => {
    expect(() => emulator.webhooks.addEndpoint({ url: receiver.url, secret })).toThrow('Must be whsec_ and the base64')
  },
)

describe('an endpoint that', () => {
  test.each([301, 302, 303, 307, 308])('redirects with %i is not followed', async (status) => {
    receiver.answer((_, response) => response.writeHead(status, { location: `${receiver.url}/elsewhere` }).end())
    expect(await attempt()).toMatchObject({
      lastStatus: status,
      lastError: 'Redirects are not followed',
      status: 'pending',
    })
    expect(receiver.received.map(({ path }) => path)).toEqual(['/webhooks'])
  })

  test('answers without an end: the start is stored, and the connection is closed', async () => {
    let written = 0
    let isClosed = false
    receiver.answer((_, response) => {
      response.once('close', () => {
        isClosed = true
      })
      const write = (): void => {
        do written += 65_536
        while (!isClosed && response.write('x'.repeat(65_536)))
      }
      response.on('drain', write)
      write()
    })
    const { status, history } = await attempt()
    expect([status, history[0]?.responseBody]).toEqual(['succeeded', 'x'.repeat(4096)])
    await vi.waitFor(() => expect(isClosed).toBe(true), { timeout: 10_000 })
    expect(written).toBeLessThan(64 * 1024 * 1024)
  })

  test('answers with a compressed bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    receiver.answer((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    const { status, history } = await attempt()
    expect([status, history[0]?.responseBody.length]).toEqual(['succeeded', 4096])
  })

  test('refuses or resets the connection', async () => {
    receiver.answer((_, __, request) => request.socket.resetAndDestroy())
    expect(await attempt()).toMatchObject({
      lastStatus: null,
      lastError: expect.stringMatching(/./),
      status: 'pending',
    })
    const closed = createServer()
    const port = await listen(closed)
    await once(closed.close(), 'close')
    expect((await attempt(`http://127.0.0.1:${port}/`)).lastError).toContain('ECONNREFUSED')
    expect((await attempt('http://name.invalid/')).lastError).toMatch(/ENOTFOUND|EAI_AGAIN/)
  })

  test.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['headers that are too long', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`],
    ['a header with control characters', 'HTTP/1.1 200 OK\r\nx: a\u0000b\r\n\r\n'],
    ['a body that is shorter than it says', 'HTTP/1.1 500 No\r\ncontent-length: 10\r\n\r\nabc'],
  ])('answers with %s', async (_, answer) => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.end(answer, 'latin1'))
    })
    const port = await listen(server)
    const { status, attempts } = await attempt(`http://127.0.0.1:${port}/`)
    expect([status, attempts]).toEqual(['pending', 1])
    server.close()
  })

  test('never answers has 15 seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      let hasArrived = false
      receiver.answer(() => {
        hasArrived = true
      })
      const { id } = emulator.webhooks.addEndpoint({ url: receiver.url })
      const [delivery] = emulator.webhooks.send({ type: 'user.login', endpoint: id })
      const done = emulator.webhooks.deliverDue()
      while (!hasArrived) await sleep(5)
      await vi.advanceTimersByTimeAsync(14_999)
      expect(emulator.webhooks.delivery(delivery?.id ?? '').status).toBe('sending')
      await vi.advanceTimersByTimeAsync(1)
      await done
      expect(emulator.webhooks.delivery(delivery?.id ?? '').lastError).toBe('No answer within 15 seconds')
    } finally {
      vi.useRealTimers()
    }
  })

  test('is slow does not delay another one, and gets eight requests at once', async () => {
    const waiting: (() => void)[] = []
    for (let index = 0; index < 20; index += 1)
      receiver.answer((_, response) => void waiting.push(() => response.writeHead(204).end()))
    const { id } = emulator.webhooks.addEndpoint({ url: receiver.url })
    for (let index = 0; index < 20; index += 1) emulator.webhooks.send({ type: 'user.login', endpoint: id })
    const done = emulator.webhooks.deliverDue()
    await vi.waitFor(() => expect(waiting).toHaveLength(8), { timeout: 10_000 })
    await using quick = await startReceiver()
    const other = emulator.webhooks.addEndpoint({ url: quick.url })
    emulator.webhooks.send({ type: 'user.login', endpoint: other.id })
    await vi.waitFor(() => expect(quick.received).toHaveLength(1), { timeout: 10_000 })
    expect(waiting).toHaveLength(8)
    while (emulator.webhooks.deliveries({ status: 'succeeded' }).length < 21) {
      for (const end of waiting.splice(0)) end()
      await sleep(5)
    }
    await done
  })

  test('calls back into the emulator before it answers', async () => {
    await using server = await startServer({ port: 0, data: ':memory:', webhooks: [{ url: receiver.url }] })
    const { authUrl, apiKey, webhooks } = server.emulator
    const headers = { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' }
    let status = 0
    receiver.answer(async ({ event }, response) => {
      const body = JSON.stringify({ first_name: 'From the webhook' })
      const answer = await fetch(`${authUrl}/api/backend/v1/user/${event.user_id}`, { method: 'PUT', headers, body })
      status = answer.status
      response.writeHead(204).end()
    })
    await backend(server.emulator, 'POST', 'user/', { email: 'ada@x.test' })
    await webhooks.deliverDue()
    expect(status).toBe(200)
    expect(receiver.received.map(({ event }) => event.event_type)).toEqual(['user.created', 'user.updated'])
  })

  test('resets the project, or removes itself, while it answers', async () => {
    receiver.answer((_, response) => {
      emulator.reset()
      response.writeHead(204).end()
    })
    const { id } = emulator.webhooks.addEndpoint({ url: receiver.url })
    emulator.webhooks.send({ type: 'user.login', endpoint: id })
    await emulator.webhooks.deliverDue()
    expect([emulator.webhooks.endpoints(), emulator.webhooks.deliveries()]).toEqual([[], []])
    const next = emulator.webhooks.addEndpoint({ url: receiver.url })
    receiver.answer((_, response) => {
      emulator.webhooks.changeEndpoint(next.id, { enabled: false })
      response.writeHead(500).end()
    })
    emulator.webhooks.send({ type: 'user.login', endpoint: next.id })
    await emulator.webhooks.deliverDue()
    expect(emulator.webhooks.deliveries()).toMatchObject([{ status: 'stopped', attempts: 1 }])
  })
})

test('a sender that throws, or returns no response, is a failure of the attempt', async () => {
  for (const fetch of [() => Promise.reject(new Error('no network')), () => undefined as unknown as Response]) {
    await using broken = testEmulator({ webhooks: [{ url: receiver.url }], webhookFetch: fetch })
    broken.webhooks.send({ type: 'user.login' })
    await broken.webhooks.deliverDue()
    expect(broken.webhooks.deliveries()).toMatchObject([{ status: 'pending', lastError: expect.stringMatching(/./) }])
  }
})
