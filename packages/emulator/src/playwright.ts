export type { Duration, TestClock } from './testing/clock.js'
export { type EmulatorAt, type EmulatorAtOptions, emulatorAt } from './testing/emulator-at.js'
export type { GateRule, TestFaults } from './testing/faults.js'
export type { Gate } from './testing/gate.js'
export type { EmailQuery, Inbox } from './testing/inbox.js'
export type { Mint, PersonaName, Totp } from './testing/persona.js'
export {
  type EmulatorTestFixtures,
  type EmulatorTestOptions,
  type EmulatorWorkerFixtures,
  type EmulatorWorkerOptions,
  expect,
  test,
} from './testing/playwright.js'
export { readSeed } from './testing/read-seed.js'
export { EmulatorTestError, type EmulatorTestErrorCode } from './testing/test-error.js'
export type { ReceivedWebhook, WaitForWebhook, WebhookQuery } from './testing/webhook-receiver.js'
