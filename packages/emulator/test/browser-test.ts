// `test` for pages of the emulator in Chromium. The tests of a file share the emulator and the browser.
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { type BrowserFixtures, browserFixtures } from 'test-kit/browser-fixtures'
import { type HttpServer, startHttpServer } from 'test-kit/http-server'
import type { ServerOptions } from '../src/index.js'
import { createTest, type PersonaName } from '../src/vitest.js'

interface OpenOptions extends BrowserContextOptions {
  /** The user who is signed in. */
  readonly persona?: PersonaName
}

interface PageFixtures {
  /** A page of another origin, such as that of an app. */
  app: HttpServer
  /** Opens a page of the emulator, or of another origin, in a new browser context, which the end of the test closes. */
  open: (path: string, options?: OpenOptions) => Promise<Page>
}

/** The options of `open` have these defaults. */
export const createBrowserTest = (options: ServerOptions = {}, defaults: BrowserContextOptions = {}) =>
  createTest({ port: 0, ...options }, { scope: 'file' })
    .extend<BrowserFixtures>(browserFixtures())
    .extend<PageFixtures>({
      app: [
        // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the dependencies of a fixture from the pattern
        async ({}, use) => {
          await using app = await startHttpServer(
            (_, response) => response.setHeader('Content-Type', 'text/html').end('<h1>The app</h1>'),
            { host: 'localhost' },
          )
          await use(app)
        },
        { scope: 'file' },
      ],
      open: async ({ browser, emulator, signIn }, use) => {
        const contexts: BrowserContext[] = []
        await use(async (path, { persona, ...own } = {}) => {
          const context = await browser.newContext({ ...defaults, ...own })
          contexts.push(context)
          if (persona) await signIn(context, persona)
          const page = await context.newPage()
          await page.goto(new URL(path, emulator.authUrl).href)
          return page
        })
        for (const context of contexts) await context.close()
      },
    })
