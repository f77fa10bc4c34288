import { initBaseAuth } from '@propelauth/node'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { testEmulator } from '../../../test/fixture.js'
import { CALLS } from '../../../test/official-calls/calls.js'
import { WORLD_SEED, worldOf } from '../../../test/official-calls/world.js'
import { functionsOf, recorded } from '../../../test/recorded.js'

// Every function of @propelauth/node as it is, with its effect.
const emulator = testEmulator({ seed: WORLD_SEED })
// The SDK fetches the key when it is created.
vi.stubGlobal('fetch', emulator.fetch)
const called = new Set<string>()
const official = initBaseAuth({ authUrl: emulator.authUrl, apiKey: emulator.apiKey })
const world = worldOf(emulator, recorded(official, called))
beforeEach(() => emulator.reset())
afterAll(async () => {
  vi.unstubAllGlobals()
  await emulator.close()
})

test.each(Object.entries(CALLS))('%s', async (name, call) => {
  called.clear()
  await call(world)
  expect([...called]).toEqual([name])
})

test('no function is left out', () => {
  expect(Object.keys(CALLS).toSorted()).toEqual(functionsOf(official).toSorted())
})
