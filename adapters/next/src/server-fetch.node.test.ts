import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { uncachedFetch } from './server.js'

// What it does inside Next.js is tested with real builds: tools/e2e/next-data-cache.e2e.test.ts.
test('uncachedFetch is fetch outside Next.js', async () => {
  const server = createServer(async (request, response) => {
    const body = await request.toArray()
    response.writeHead(201).end([request.method, request.headers['x-sent'], String(body)].join())
  }).listen(0, 'localhost')
  await once(server, 'listening')
  const init = { method: 'POST', headers: { 'x-sent': 'yes' }, body: 'text', signal: AbortSignal.timeout(5_000) }
  const response = await uncachedFetch(`http://localhost:${(server.address() as AddressInfo).port}`, init)
  expect([response.status, await response.text()]).toEqual([201, 'POST,yes,text'])
  server.close()
  await expect(uncachedFetch('http://localhost:1', {})).rejects.toThrow(TypeError)
})
