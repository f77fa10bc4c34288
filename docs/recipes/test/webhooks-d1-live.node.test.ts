// From a change in the emulator to the table of the Worker, with the webhooks that the emulator sends by itself.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { startServer } from '@propelauth-edge/emulator'
import { createManagementClient } from '@propelauth-edge/management'
import { freePort } from 'test-kit/listen'
import { startProgram } from 'test-kit/program'
import { createRandom } from 'test-kit/random'
import { folderOfTest } from 'test-kit/temporary-folder'
import { expect, test, vi } from 'vitest'
import { createChanges } from './random-changes.ts'
import { startSyncWorker } from './webhooks-d1-worker.ts'

const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'

test('the tables follow every change, also when the Worker fails at times', { timeout: 120_000 }, async () => {
  await using server = await startServer({ port: 0, data: ':memory:' })
  const { authUrl, apiKey, webhooks } = server.emulator
  server.emulator.reset({ empty: true })
  const management = createManagementClient({ authUrl, apiKey })
  const worker = await startSyncWorker({ authUrl, apiKey, apiUrl: authUrl, secret })
  webhooks.addEndpoint({ url: worker.url, secret, events: ['user.*', 'org.*'] })
  const change = createChanges(management, createRandom(7))
  for (let step = 0; step < 150; step += 1) {
    // The Worker asks the service, is refused, and answers 500. The change itself is made before the rule.
    await change()
    if (step % 10 === 0) server.emulator.addFault({ path: '/api/backend/v1/*', method: 'GET', status: 401, times: 2 })
  }
  await webhooks.deliverDue()
  server.emulator.clearFaults()
  while (webhooks.deliveries({ status: 'pending' }).length > 0) {
    server.emulator.advanceClock(300)
    await webhooks.deliverDue()
  }
  await worker.expectTables(management)
  const succeeded = webhooks.deliveries({ status: 'succeeded', limit: 1000 })
  expect(succeeded.length).toBeGreaterThanOrEqual(150)
  // On a slow machine, what had failed at first can have been delivered before the last change.
  expect(succeeded.filter(({ attempts }) => attempts > 1).length).toBeGreaterThan(0)
  await worker.close()
})

test('the tables are right after the emulator was killed in the middle', { timeout: 120_000 }, async () => {
  const packageFile = createRequire(import.meta.url).resolve('@propelauth-edge/emulator/package.json')
  const cli = join(packageFile, '../dist/cli.js')
  const port = await freePort()
  const authUrl = `http://localhost:${port}`
  const apiKey = 'emu_key-of-the-test-that-kills-the-emulator'
  const workerPort = await freePort()
  const flags = ['--json', '--strict-port', '--port', String(port), '--data', folderOfTest(), '--api-key', apiKey]
  const hooks = ['--webhook', `http://127.0.0.1:${workerPort}/`, '--webhook-secret', secret]
  const start = () => startProgram(process.execPath, [cli, ...flags, ...hooks])
  const management = createManagementClient({ authUrl, apiKey, maxRetries: 0 })

  const victim = await start()
  await fetch(`${authUrl}/_emulator/reset`, { method: 'POST', body: JSON.stringify({ empty: true }) })
  const change = createChanges(management, createRandom(8))
  for (let step = 0; step < 60; step += 1) await change()
  await victim.stop('SIGKILL')
  // The Worker was away until now: every event waits in the database of the killed process.
  await using _survivor = await start()
  const worker = await startSyncWorker({ authUrl, apiKey, apiUrl: authUrl, secret, port: workerPort })
  for (let step = 0; step < 20; step += 1) await change()
  await fetch(`${authUrl}/_emulator/clock`, { method: 'POST', body: JSON.stringify({ advance: 3600 }) })
  await vi.waitFor(async () => {
    const response = await fetch(`${authUrl}/_emulator/webhooks?status=pending`)
    expect((await response.json()).deliveries).toEqual([])
  }, 60_000)
  await worker.expectTables(management)
  await worker.close()
})
