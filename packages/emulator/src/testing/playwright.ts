import type {
  BrowserContext,
  PlaywrightTestArgs,
  PlaywrightTestOptions,
  PlaywrightWorkerArgs,
  PlaywrightWorkerOptions,
  TestType,
} from '@playwright/test'
import type { Emulator } from '../emulator.js'
import { appSecrets, fetchEnvironment } from '../environment.js'
import type { ServerOptions } from '../server.js'
import { createTestClock, type TestClock } from './clock.js'
import { createTestFaults, type TestFaults } from './faults.js'
import { createInbox, type Inbox } from './inbox.js'
import { requirePeer } from './peer.js'
import { createMint, createTotp, type Mint, type PersonaName, type Totp } from './persona.js'
import { createSignIn } from './sign-in.js'
import { startOnPort } from './start-emulator.js'
import { EmulatorTestError } from './test-error.js'
import { startWebhookReceiver, type WaitForWebhook } from './webhook-receiver.js'

/** Options of a test, for `test.use()` and for `use` in the configuration. */
export interface EmulatorTestOptions {
  /** The user whose session on the hosted pages the browser has. `null`: none, as without the option. */
  persona: PersonaName | null | undefined
  /**
   * The login route of the app, such as `/api/auth/login`: a path on `baseURL` or a URL. With it, the browser of a persona
   * is signed in to the app, too, before the test starts.
   */
  appLogin: string | undefined
  /** Whether each test starts from the seed. Default true. `false` is for a journey of several tests. */
  resetEmulator: boolean
}

/** Options of a worker. A file that changes them gets a worker of its own. */
export interface EmulatorWorkerOptions {
  /** Seed, app URLs, port and others. Default: the five default users, any app of this machine, any free port. */
  emulatorOptions: ServerOptions
}

export interface EmulatorTestFixtures {
  /** Restores seed, settings, faults and clock before each test. */
  freshEmulator: undefined
  /** Signs a further browser context in, as `persona` does for the context of the test. */
  signIn: (context: BrowserContext, persona: PersonaName) => Promise<void>
  /** An access token, for requests to an API: `await mint('admin', { org: 'acme' })`. */
  mint: Mint
  /** The code of a user's authenticator app: `totp('ada')`. */
  totp: Totp
  /** The captured messages of this test. */
  inbox: Inbox
  /** Makes requests to the emulator fail or wait, until the end of the test. */
  faults: TestFaults
  /** Receives the webhooks of the emulator, from the start of the test: `await waitForWebhook({ type: 'user.created' })`. */
  waitForWebhook: WaitForWebhook
  /** The clock of the emulator, until the end of the test. An app in another process keeps the system's time. */
  clock: TestClock
}

export interface EmulatorWorkerFixtures {
  /** The emulator of this worker, at a port of its own. */
  emulator: Emulator
  /** The environment of an app that uses the emulator of this worker. */
  emulatorEnv: Readonly<Record<string, string>>
}

type Playwright = typeof import('@playwright/test')

// `require` has no types.
const playwright = requirePeer('@playwright/test') as Playwright

type TestFixtures = EmulatorTestOptions & EmulatorTestFixtures
type WorkerFixtures = EmulatorWorkerOptions & EmulatorWorkerFixtures

/**
 * `test` of Playwright with an emulator, and browsers that are signed in without a form.
 *
 * ```ts
 * import { expect, test } from '@propelauth-edge/emulator/playwright'
 *
 * test.use({ persona: 'admin' })
 *
 * test('an admin sees the account', async ({ page, emulator }) => {
 *   await page.goto(`${emulator.authUrl}/account`)
 *   await expect(page.getByText('admin@acme.test')).toBeVisible()
 * })
 * ```
 */
export const test: TestType<
  PlaywrightTestArgs & PlaywrightTestOptions & TestFixtures,
  PlaywrightWorkerArgs & PlaywrightWorkerOptions & WorkerFixtures
> = playwright.test.extend<TestFixtures, WorkerFixtures>({
  persona: [undefined, { option: true }],
  appLogin: [undefined, { option: true }],
  resetEmulator: [true, { option: true }],
  emulatorOptions: [{}, { option: true, scope: 'worker' }],

  emulator: [
    async ({ emulatorOptions }, use, { parallelIndex }) => {
      checkPort(emulatorOptions, parallelIndex)
      const { emulator, close } = await startOnPort(emulatorOptions)
      await use(emulator)
      await close()
    },
    { scope: 'worker' },
  ],
  emulatorEnv: [async ({ emulator }, use) => use(fetchEnvironment(appSecrets(emulator))), { scope: 'worker' }],

  freshEmulator: [
    async ({ emulator, resetEmulator }, use) => {
      if (resetEmulator) emulator.reset()
      await use(undefined)
    },
    { auto: true },
  ],
  signIn: async ({ emulator, baseURL, appLogin, freshEmulator: _ }, use) => {
    const signIn = createSignIn(emulator, baseURL)
    await use((context, persona) => signIn(context, persona, { appLogin }))
  },
  context: async ({ context, persona, signIn }, use) => {
    if (persona !== undefined && persona !== null) await signIn(context, persona)
    await use(context)
  },
  mint: async ({ emulator }, use) => use(createMint(emulator)),
  totp: async ({ emulator }, use) => use(createTotp(emulator)),
  inbox: async ({ emulator }, use) => use(createInbox(emulator)),
  clock: async ({ emulator, freshEmulator: _ }, use) => {
    await use(createTestClock(emulator))
    emulator.restoreClock()
  },
  waitForWebhook: async ({ emulator, freshEmulator: _ }, use) => {
    using receiver = startWebhookReceiver(emulator)
    await use(receiver.waitForWebhook)
  },
  faults: async ({ emulator, freshEmulator: _ }, use) => {
    await use(createTestFaults(emulator))
    emulator.clearFaults()
  },
})

function checkPort({ port = 0 }: ServerOptions, parallelIndex: number): void {
  if (port === 0 || parallelIndex === 0) return
  throw new EmulatorTestError(
    'one_worker',
    `The emulator has the fixed port ${port}, so it serves one worker: set workers: 1 in the configuration of Playwright, or leave the port out and start an app for each worker with the fixture emulatorEnv`,
  )
}

/** `expect` of Playwright. */
export const expect: Playwright['expect'] = playwright.expect
