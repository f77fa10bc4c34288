// A setup file for tests whose files share the modules and globals of a process. Each file ends as it has started: what
// it has replaced with `vi` is put back. A file that leaves another environment, folder or global value fails.
import { afterAll, expect, vi } from 'vitest'

const found = stateOfProcess()

afterAll(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
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
