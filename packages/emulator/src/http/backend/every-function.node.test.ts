import { initBaseAuth } from '@propelauth/node'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { CALLS } from '../../../test/official-calls/calls.js'
import { WORLD_SEED, worldOf } from '../../../test/official-calls/world.js'
import { functionsOf, recorded } from '../../../test/recorded.js'
import { startServer } from '../../index.js'

// Every function of @propelauth/node as it is, over HTTP, with its effect.
const server = await startServer({ port: 0, seed: WORLD_SEED })
const { emulator } = server
// What `exec` preloads into a program, because the SDK has no setting for its host. It replaces `fetch`.
vi.stubEnv('PROPELAUTH_API_URL', emulator.authUrl)
vi.stubGlobal('fetch', fetch)
await import('../../redirect.js')

const called = new Set<string>()
const official = initBaseAuth({ authUrl: emulator.authUrl, apiKey: emulator.apiKey })
const world = worldOf(emulator, recorded(official, called))
beforeEach(() => emulator.reset())
afterAll(() => server.close())

test.each(Object.entries(CALLS))('%s', async (name, call) => {
  called.clear()
  await call(world)
  expect([...called]).toEqual([name])
})

test('no function is left out', () => {
  expect(Object.keys(CALLS).toSorted()).toEqual(functionsOf(official).toSorted())
})
