import { describe, expect } from 'vitest'
import { createTest } from '../../packages/emulator/dist/vitest.js'
import type { WorkerService } from '../services.ts'
import { acme, stops, visit } from '../tour.ts'
import { workerFixture } from './worker-fixture.ts'

const test = createTest({ port: 0 }, { scope: 'file' }).extend<{ worker: WorkerService }>({
  worker: workerFixture('examples/itty-worker', 8970),
})

describe('the itty-router Worker', () => {
  test.for(stops)('answers $title', async (stop, { worker, emulator }) => {
    expect(await visit(stop, worker.url, emulator)).toBe(true)
  })

  test('answers 404 on a path without a route', async ({ worker }) => {
    expect((await fetch(`${worker.url}/api/nothing`)).status).toBe(404)
  })

  test('answers preflights, and has CORS headers on refusals', async ({ worker }) => {
    const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'GET' }
    const preflight = await fetch(`${worker.url}/api/org/${acme}`, { method: 'OPTIONS', headers })
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
    const refusal = await fetch(`${worker.url}/api/org/${acme}`, { headers })
    expect([refusal.status, refusal.headers.get('access-control-allow-origin')]).toEqual([401, '*'])
  })
})
