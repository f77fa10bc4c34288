// Fixtures of tests in Chromium, for `extend` of Vitest's `test`.
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { launchChromium } from './chromium.ts'

/** All tests of a file have the same ones. Files of one process have one browser, each with a context of its own. */
export interface BrowserFixtures {
  browser: Browser
  context: BrowserContext
  page: Page
  /** The errors that scripts of the context have not caught. */
  pageErrors: string[]
}

type Fixture<Name extends keyof BrowserFixtures> = [
  create: (needs: Omit<BrowserFixtures, Name>, use: (value: BrowserFixtures[Name]) => Promise<void>) => Promise<void>,
  options: { scope: 'file' | 'worker' },
]

type FixturesOfFile = { [Name in keyof BrowserFixtures]: Fixture<Name> }

const browser: Fixture<'browser'> = [
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the dependencies of a fixture from the pattern
  async ({}, use) => {
    await using browser = await launchChromium()
    await use(browser)
  },
  { scope: 'worker' },
]

/** `test.extend<BrowserFixtures>(browserFixtures())`. The options are those of the context. */
export const browserFixtures = (options: BrowserContextOptions = {}): FixturesOfFile => ({
  browser,
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the dependencies of a fixture from the pattern
  pageErrors: [async ({}, use) => use([]), { scope: 'file' }],
  context: [
    async ({ browser, pageErrors }, use) => {
      await using context = await browser.newContext(options)
      context.on('weberror', (error) => pageErrors.push(error.error().message))
      await use(context)
    },
    { scope: 'file' },
  ],
  page: [async ({ context }, use) => use(await context.newPage()), { scope: 'file' }],
})
