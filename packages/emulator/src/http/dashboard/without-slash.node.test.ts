import { afterAll, expect, test } from 'vitest'
import { createEmulator } from '../../index.js'

const emulator = createEmulator()
afterAll(() => emulator.close())

const open = (path: string, method = 'GET') => emulator.fetch(new Request(emulator.authUrl + path, { method }))

test.each([
  ['/_emulator/', '/_emulator'],
  ['/_emulator/users/?query=ann', '/_emulator/users?query=ann'],
  ['/_emulator//evil.test//', '/_emulator//evil.test'],
])('%s leads to %s', async (path, location) => {
  const { status, headers } = await open(path)
  expect([status, headers.get('Location')]).toEqual([308, location])
})

test('other methods have no other address', async () => {
  expect((await open('/_emulator/users/', 'DELETE')).status).toBe(501)
})
