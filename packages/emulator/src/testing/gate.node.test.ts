import { expect, test } from 'vitest'
import { testEmulator } from '../../test/fixture.js'
import type { Emulator } from '../index.js'
import { createTestFaults } from './faults.js'

const jwks = async ({ authUrl, fetch }: Emulator) => (await fetch(`${authUrl}/.well-known/jwks.json`)).status

test('two requests meet at a gate, and go on when it opens', async () => {
  await using emulator = testEmulator()
  const gate = createTestFaults(emulator).hold({ group: 'keys' })
  const sent = [jwks(emulator), jwks(emulator)]
  await gate.arrived(2)
  expect(gate.waiting()).toHaveLength(2)
  expect(gate.release(1)).toBe(1)
  await gate.arrived(1)
  gate.open()
  expect(await Promise.all([...sent, jwks(emulator)])).toEqual([200, 200, 200])
})

test('the end of a block opens its gate', async () => {
  await using emulator = testEmulator()
  const sent: Promise<number>[] = []
  {
    using gate = createTestFaults(emulator).hold({ path: '/.well-known/jwks.json', method: 'GET' })
    sent.push(jwks(emulator))
    await gate.arrived()
  }
  expect(await Promise.all([...sent, jwks(emulator)])).toEqual([200, 200])
})

test('the time-out says which requests wait', async () => {
  await using emulator = testEmulator()
  const gate = createTestFaults(emulator).hold({ group: 'keys', method: 'GET' })
  await expect(gate.arrived(1, 0)).rejects.toMatchObject({
    name: 'EmulatorTestError',
    code: 'gate_timeout',
    message: 'Requests that wait at the gate GET keys after 0 ms: none. Expected: 1',
  })
  const sent = jwks(emulator)
  await gate.arrived()
  await expect(gate.arrived(2, 0)).rejects.toThrow('after 0 ms: GET /.well-known/jwks.json. Expected: 2')
  gate.open()
  await sent
})
