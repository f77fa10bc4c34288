import type { TestAPI } from 'vitest'
import type { Emulator } from '../emulator.js'
import { appSecrets, fetchEnvironment } from '../environment.js'
import type { ServerOptions } from '../server.js'
import { createTestClock, type TestClock } from './clock.js'
import { createTestFaults, type TestFaults } from './faults.js'
import { createInbox, type Inbox } from './inbox.js'
import { importPeer, requireVersion } from './peer.js'
import { createMint, createTotp, type Mint, type Totp } from './persona.js'
import { createSignIn, type SignIn } from './sign-in.js'
import { startInProcess, startOnPort } from './start-emulator.js'
import { EmulatorTestError } from './test-error.js'
import { startWebhookReceiver, type WaitForWebhook } from './webhook-receiver.js'

/** What a test gets by naming it: `test('…', async ({ emulator, mint }) => …)`. */
export interface EmulatorFixtures {
  /** An emulator of this test alone, so concurrent tests do not see each other, or the one of the file. */
  emulator: Emulator
  /** The environment of an app that uses the emulator. */
  emulatorEnv: Readonly<Record<string, string>>
  /** Signs a browser in without a form: `await signIn(context, 'admin')`. The emulator has to listen. */
  signIn: SignIn
  /** The access token of a user: `await mint('admin', { org: 'acme' })`. */
  mint: Mint
  /** The code of a user's authenticator app: `totp('ada')`. */
  totp: Totp
  /** The captured messages. */
  inbox: Inbox
  /** The clock of the emulator, until the end of the test. */
  clock: TestClock
  /** Makes requests to the emulator fail or wait, until the end of the test. */
  faults: TestFaults
  /** Receives the webhooks of the emulator, from the start of the test: `await waitForWebhook({ type: 'user.created' })`. */
  waitForWebhook: WaitForWebhook
  /** Refuses a second emulator of the scope `file`. */
  emulatorOfFile: undefined
}

const vitest = await importPeer('vitest', () => import('vitest'))

/** How long an emulator lasts. */
export interface TestScope {
  /**
   * `test`, the default, or `file`: all tests of the file share the emulator, and fixtures of this scope can depend on it.
   * It needs Vitest 3.2 or newer.
   */
  readonly scope?: 'test' | 'file' | undefined
}

/**
 * `test` of Vitest with an emulator that has these options. With a `port` or a `host` it listens, otherwise it opens no
 * socket.
 *
 * ```ts
 * import { createTest } from '@propelauth-edge/emulator/vitest'
 *
 * const test = createTest({ seed: { users: [{ key: 'ada', email: 'ada@acme.test' }] } })
 * ```
 *
 * @throws {EmulatorTestError} `missing_peer` for the scope `file` before Vitest 3.2
 */
export function createTest(options: ServerOptions = {}, { scope = 'test' }: TestScope = {}): TestAPI<EmulatorFixtures> {
  if (scope === 'file') requireVersion('vitest', [3, 2])
  // Vitest 2 takes options for a value unless one of them is `auto`.
  const shared = { scope, auto: false }
  return vitest.test.extend<EmulatorFixtures>({
    emulator: [
      // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the dependencies of a fixture from the pattern
      async ({}, use) => {
        const { emulator, close } = await start(options)
        await use(emulator)
        await close()
      },
      shared,
    ],
    emulatorEnv: [async ({ emulator }, use) => use(fetchEnvironment(appSecrets(emulator))), shared],
    signIn: [async ({ emulator }, use) => use(createSignIn(emulator)), shared],
    mint: [async ({ emulator }, use) => use(createMint(emulator)), shared],
    totp: [async ({ emulator }, use) => use(createTotp(emulator)), shared],
    inbox: [async ({ emulator }, use) => use(createInbox(emulator)), shared],
    clock: async ({ emulator }, use) => {
      await use(createTestClock(emulator))
      emulator.restoreClock()
    },
    faults: async ({ emulator }, use) => {
      await use(createTestFaults(emulator))
      emulator.clearFaults()
    },
    waitForWebhook: async ({ emulator }, use) => {
      using receiver = startWebhookReceiver(emulator)
      await use(receiver.waitForWebhook)
    },
    emulatorOfFile: [
      async ({ task }, use) => {
        if (scope === 'file') claimFile(task.file, options)
        await use(undefined)
      },
      { auto: scope === 'file' },
    ],
  })
}

const optionsOfFiles = new WeakMap<object, ServerOptions>()

/** Vitest 3 and 4 know the fixtures of a file by name alone: the tests of a second emulator would get the first one. */
function claimFile(file: object, options: ServerOptions): void {
  const claimed = optionsOfFiles.get(file) ?? options
  optionsOfFiles.set(file, claimed)
  if (claimed === options) return
  throw new EmulatorTestError('one_emulator', 'A test file has one emulator of the scope "file": call createTest once')
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
