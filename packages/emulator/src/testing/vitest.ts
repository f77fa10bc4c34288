import type { TestAPI } from 'vitest'
import type { Emulator } from '../emulator.js'
import type { ServerOptions } from '../server.js'
import { createTestClock, type TestClock } from './clock.js'
import { createTestFaults, type TestFaults } from './faults.js'
import { createInbox, type Inbox } from './inbox.js'
import { importPeer } from './peer.js'
import { createMint, createTotp, type Mint, type Totp } from './persona.js'
import { startInProcess, startOnPort } from './start-emulator.js'
import { startWebhookReceiver, type WaitForWebhook } from './webhook-receiver.js'

/** What a test gets by naming it: `test('…', async ({ emulator, mint }) => …)`. */
export interface EmulatorFixtures {
  /** An emulator of this test alone, so concurrent tests do not see each other. */
  emulator: Emulator
  /** The access token of a user: `await mint('admin', { org: 'acme' })`. */
  mint: Mint
  /** The code of a user's authenticator app: `totp('ada')`. */
  totp: Totp
  /** The captured messages. */
  inbox: Inbox
  /** The clock of the emulator. */
  clock: TestClock
  /** Makes requests to the emulator fail or wait. */
  faults: TestFaults
  /** Receives the webhooks of the emulator: `await waitForWebhook({ type: 'user.created' })`. */
  waitForWebhook: WaitForWebhook
}

const vitest = await importPeer('vitest', () => import('vitest'))

/**
 * `test` of Vitest with an emulator that has these options. With a `port` or a `host` it listens, otherwise it opens no
 * socket.
 *
 * ```ts
 * import { createTest } from '@propelauth-edge/emulator/vitest'
 *
 * const test = createTest({ seed: { users: [{ key: 'ada', email: 'ada@acme.test' }] } })
 * ```
 */
export function createTest(options: ServerOptions = {}): TestAPI<EmulatorFixtures> {
  return vitest.test.extend<EmulatorFixtures>({
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the dependencies of a fixture from the pattern
    emulator: async ({}, use) => {
      const { emulator, close } = await start(options)
      await use(emulator)
      await close()
    },
    mint: async ({ emulator }, use) => use(createMint(emulator)),
    totp: async ({ emulator }, use) => use(createTotp(emulator)),
    inbox: async ({ emulator }, use) => use(createInbox(emulator)),
    clock: async ({ emulator }, use) => use(createTestClock(emulator)),
    faults: async ({ emulator }, use) => use(createTestFaults(emulator)),
    waitForWebhook: async ({ emulator }, use) => {
      using receiver = startWebhookReceiver(emulator)
      await use(receiver.waitForWebhook)
    },
  })
}

async function start(options: ServerOptions) {
  if (options.port !== undefined || options.host !== undefined) return startOnPort(options)
  const emulator = startInProcess(options)
  return { emulator, close: () => emulator.close() }
}

/**
 * `test` of Vitest with an emulator of the default users.
 *
 * ```ts
 * import { expect, test } from '@propelauth-edge/emulator/vitest'
 *
 * test('the service publishes its keys', async ({ emulator }) => {
 *   const response = await emulator.fetch(`${emulator.authUrl}/.well-known/jwks.json`)
 *   expect(response.status).toBe(200)
 * })
 * ```
 */
export const test: TestAPI<EmulatorFixtures> = createTest()

/** `expect` of Vitest. */
export const expect: typeof vitest.expect = vitest.expect
