import { syncBuiltinESMExports } from 'node:module'
import { type MockInstance, onTestFinished } from 'vitest'

/** Lets modules that import the function from Node by its name call the spy too, until the end of the test. */
export function spiedInModules<Spy extends MockInstance>(spy: Spy): Spy {
  syncBuiltinESMExports()
  onTestFinished(() => {
    spy.mockRestore()
    syncBuiltinESMExports()
  })
  return spy
}
