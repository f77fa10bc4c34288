import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EmulatorService, findPort, startEmulator, startWorker, type WorkerService } from '../services.ts'
import { acme, stops, visit } from '../tour.ts'

describe('the itty-router Worker', () => {
  let emulator: EmulatorService
  let worker: WorkerService
  const state = temporaryFolder()

  beforeAll(async () => {
    emulator = await startEmulator(await findPort(4570))
    const vars = { PROPELAUTH_AUTH_URL: emulator.authUrl }
    worker = await startWorker({ folder: 'examples/itty-worker', port: await findPort(8970), persistTo: state, vars })
  })

  afterAll(async () => {
    await worker?.stop()
    await emulator?.stop()
  })

  test.each(stops)('answers $title', async (stop) => {
    expect(await visit(stop, worker.url, emulator)).toBe(true)
  })

  test('answers 404 on a path without a route', async () => {
    expect((await fetch(`${worker.url}/api/nothing`)).status).toBe(404)
  })

  test('answers preflights, and has CORS headers on refusals', async () => {
    const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'GET' }
    const preflight = await fetch(`${worker.url}/api/org/${acme}`, { method: 'OPTIONS', headers })
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
    const refusal = await fetch(`${worker.url}/api/org/${acme}`, { headers })
    expect([refusal.status, refusal.headers.get('access-control-allow-origin')]).toEqual([401, '*'])
  })
})
