import { afterEach, beforeEach, expect, test } from 'vitest'
import { testEmulator } from '../../test/fixture.js'

let emulator = testEmulator()
beforeEach(() => {
  emulator = testEmulator()
})
afterEach(() => emulator.close())

const url = () => `${emulator.authUrl}/api/v1/refresh_token`

test.each([
  ['init', (signal: AbortSignal) => emulator.fetch(url(), { signal })],
  ['a Request', (signal: AbortSignal) => emulator.fetch(new Request(url(), { signal }))],
])('a slow request ends with the reason of its signal, given by %s', async (_, send) => {
  emulator.addFault({ group: 'session', fault: 'slow', delayMs: 600_000 })
  const controller = new AbortController()
  const answer = send(controller.signal)
  controller.abort(new Error('too slow'))
  await expect(answer).rejects.toThrow('too slow')
})

test('a request that is aborted before it is sent does not arrive', async () => {
  await expect(emulator.fetch(url(), { signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop')
  expect(emulator.requests()).toEqual([])
})

test('an abort after the answer changes nothing', async () => {
  const controller = new AbortController()
  const response = await emulator.fetch(url(), { signal: controller.signal })
  controller.abort()
  expect(await response.json()).toEqual({ error_code: 'not_logged_in' })
})
