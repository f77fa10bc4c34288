import type { Emulator } from '../emulator.js'
import type { FaultRule } from '../http/fault-rule.js'

/** Makes requests to the emulator fail. */
export interface TestFaults {
  /** Matching requests fail or wait until the rule is cleared or used up. @throws {TypeError} for an invalid rule */
  add(rule: FaultRule): void
  /** Removes all rules. */
  clear(): void
}

export const createTestFaults = (emulator: Emulator): TestFaults => ({
  add: (rule) => emulator.addFault(rule),
  clear: () => emulator.clearFaults(),
})
