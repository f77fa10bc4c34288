// The files of a process share its modules and globals (vitest.workspace.ts). So each ends as it has started: what it has
// replaced with `vi` is put back, and its emulators are closed. A file that leaves another environment, folder or global
// value fails.
import { afterAll, expect, vi } from 'vitest'
import { closeEmulators } from './fixture.js'

const found = stateOfProcess()

afterAll(async () => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
  await closeEmulators()
  expect(stateOfProcess(), 'what the file has changed for the next one').toEqual(found)
})

function stateOfProcess() {
  return {
    folder: process.cwd(),
    environment: { ...process.env },
    // What compilers put beside them has two underscores.
    globals: Object.getOwnPropertyNames(globalThis).filter((name) => !name.startsWith('__')),
    replaceable: { fetch, setTimeout, Date, ...console, emitWarning: process.emitWarning },
  }
}
