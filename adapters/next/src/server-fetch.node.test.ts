import { startHttpServer } from 'test-kit/http-server'
import { freePort } from 'test-kit/listen'
import { expect, test } from 'vitest'
import { uncachedFetch } from './server.js'

// What it does inside Next.js is tested with real builds: tools/e2e/next-data-cache.e2e.test.ts.
test('uncachedFetch is fetch outside Next.js', async () => {
  await using server = await startHttpServer(async (request, response) => {
    const body = await request.toArray()
    response.writeHead(201).end([request.method, request.headers['x-sent'], String(body)].join())
  })
  const init = { method: 'POST', headers: { 'x-sent': 'yes' }, body: 'text', signal: AbortSignal.timeout(5_000) }
  const response = await uncachedFetch(server.url, init)
  expect([response.status, await response.text()]).toEqual([201, 'POST,yes,text'])
  await expect(uncachedFetch(`http://127.0.0.1:${await freePort()}`, {})).rejects.toThrow(TypeError)
})
