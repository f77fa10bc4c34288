import { test as base, describe, expect } from 'vitest'
import { acme, stops, visit } from '../tour.ts'
import { exampleFixture, type RunningExample, wranglerFlags } from './example-script.ts'

const test = base.extend<{ worker: RunningExample }>({
  worker: exampleFixture({ folder: 'itty-worker', script: 'dev', flags: wranglerFlags }),
})

describe('the itty-router Worker', () => {
  test.for(stops)('answers $title', async (stop, { worker }) => {
    expect(await visit(stop, worker.url, worker)).toBe(true)
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

  test('changes no file of the repository', ({ worker }) => {
    const { before, now } = worker.changes()
    expect(now).toBe(before)
  })
})
