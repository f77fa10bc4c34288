// A real server that fails in many ways: no write is sent twice.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { freePort } from 'test-kit/listen'
import { createRandom } from 'test-kit/random'
import { describe, expect, test } from 'vitest'
import { rejection } from '../../test/answering.js'
import { withServer } from '../../test/loopback.js'
import { invoke, operations, orgId, samples } from '../../test/samples.js'
import { createManagementClient } from '../client.js'
import { contract } from '../contract.js'
import { endpoints } from '../endpoints/catalogue.js'
import { isManagementError } from '../errors/management-error.js'

const faults: readonly ((response: ServerResponse, request: IncomingMessage) => void)[] = [
  (_, request) => request.socket.destroy(),
  (_, request) => request.socket.resetAndDestroy(),
  (response) => response.writeHead(429).end('slow down'),
  (response) => response.writeHead(429, { 'Retry-After': '0' }).end(),
  (response) => response.writeHead(500).end('<html>'),
  (response) => response.writeHead(503, { 'Retry-After': '0' }).end(),
  (response) => response.writeHead(200, { 'Content-Length': '100' }).write('{', () => response.destroy()),
  (response) => response.writeHead(200).write('{"', () => response.socket?.resetAndDestroy()),
  (response) => response.writeHead(200).end('{"user'),
  (response) => response.writeHead(302, { Location: '/elsewhere' }).end(),
  (response) => response.writeHead(400).end('{"email":["x"]}'),
  (_, request) => request.socket.end('HTTP/1.1 nonsense\r\n\r\n'),
  (response) => void setTimeout(() => response.destroy(), 10),
]

test('1,000 faults: only GETs arrive more than once', { timeout: 120_000 }, async () => {
  const random = createRandom(20_261_129)
  const arrivals = new Map<string, number>()
  await withServer(
    (request, response) => {
      const mark = String(request.headers['x-mark'])
      arrivals.set(mark, (arrivals.get(mark) ?? 0) + 1)
      request.resume().on('end', () => faults[Number(mark.split(' ')[1]) % faults.length]?.(response, request))
    },
    async (baseUrl) => {
      const client = createManagementClient({ authUrl: baseUrl, baseUrl, apiKey: 'api-key', timeoutMs: 3_000 })
      const run = async (number: number) => {
        const name = operations[number % operations.length] ?? 'fetchOrg'
        const args = Array.from({ length: 5 }, (_, index) => samples[name].calls[0]?.[index])
        const mark = `${contract[name].method} ${random.below(faults.length)} ${number}`
        const { length } = endpoints[name].args
        const outcome = await invoke(client, name, [...args.slice(0, length), { headers: { 'X-Mark': mark } }]).catch(
          (error) => error,
        )
        if (outcome instanceof Error) expect(isManagementError(outcome), String(outcome)).toBe(true)
      }
      const numbers = Array.from({ length: 1_000 }, (_, number) => number)
      const workers = Array.from({ length: 50 }, async () => {
        for (let next = numbers.shift(); next !== undefined; next = numbers.shift()) await run(next)
      })
      await Promise.all(workers)
    },
  )
  expect(arrivals.size).toBe(1_000)
  const twice = Array.from(arrivals).filter(([, count]) => count > 1)
  expect(twice.filter(([mark]) => !mark.startsWith('GET '))).toEqual([])
  expect(twice.length).toBeGreaterThan(100)
})

describe('a connection that cannot be made', () => {
  test('is retried for a POST, too, as nothing was sent', async () => {
    const baseUrl = `http://127.0.0.1:${await freePort()}`
    const attempts: number[] = []
    const client = createManagementClient({
      authUrl: baseUrl,
      baseUrl,
      apiKey: 'api-key',
      onEvent: ({ attempt }) => attempts.push(attempt),
    })
    const error = await rejection(client.createOrg({ name: 'A' }))
    expect(error).toMatchObject({ code: 'network', cause: { code: 'ECONNREFUSED' } })
    expect(attempts).toEqual([1, 2, 3])
  })
})

test.for([
  ['an abort', 10_000, 'enough'],
  ['a timeout', 60, 'fetchOrg: timeout: after 60 ms'],
] as const)('%s closes the connection while the answer is on its way', async ([, timeoutMs, message]) => {
  let closed = () => {}
  const whenClosed = new Promise<void>((resolve) => {
    closed = resolve
  })
  await withServer(
    (request, response) => {
      response.writeHead(200).write('{"')
      request.socket.on('close', closed)
    },
    async (baseUrl) => {
      const client = createManagementClient({ authUrl: baseUrl, baseUrl, apiKey: 'api-key' })
      const controller = new AbortController()
      const work = rejection(client.fetchOrg(orgId, { signal: controller.signal, timeoutMs }))
      if (timeoutMs > 1_000) setTimeout(() => controller.abort(new Error('enough')), 50)
      expect(await work).toMatchObject({ message })
      await whenClosed
    },
  )
})

test('a redirect to another host is not followed, so that the API key does not go there', async () => {
  const elsewhere: unknown[] = []
  await withServer(
    (request, response) => {
      elsewhere.push(request.headers)
      response.end('{}')
    },
    (other) =>
      withServer(
        (_, response) => response.writeHead(307, { Location: `${other}/steal` }).end(),
        async (baseUrl) => {
          const client = createManagementClient({ authUrl: baseUrl, baseUrl, apiKey: 'api-key' })
          for (const name of operations) {
            const outcome = await invoke(client, name, samples[name].calls[0] ?? []).catch((error) => error)
            expect(outcome, name).toMatchObject({ code: 'unexpected_response', status: 307 })
          }
        },
      ),
  )
  expect(elsewhere).toEqual([])
})
