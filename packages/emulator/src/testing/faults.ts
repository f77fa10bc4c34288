import type { Emulator } from '../emulator.js'
import type { FaultRule } from '../http/fault-rule.js'
import type { Fault } from '../http/faults.js'
import { createGate, type Gate } from './gate.js'

/** Which requests a gate holds, and whether before or after they take effect (`answerOnly`). */
export type GateRule = Pick<FaultRule, 'path' | 'group' | 'method' | 'answerOnly' | 'times'>

/** Makes requests to the emulator fail or wait. */
export interface TestFaults {
  /** Matching requests fail or wait until the rule is removed or used up. @throws {TypeError} for an invalid rule */
  add(rule: FaultRule): Fault
  /** Matching requests wait until the gate lets them through. @throws {TypeError} for an invalid rule */
  hold(rule: GateRule): Gate
  /** Removes all rules. Requests that wait go on. */
  clear(): void
}

export const createTestFaults = (emulator: Pick<Emulator, 'addFault' | 'clearFaults'>): TestFaults => ({
  add: (rule) => emulator.addFault(rule),
  hold: (rule) => createGate(emulator.addFault({ ...rule, hold: true }), rule),
  clear: () => emulator.clearFaults(),
})
