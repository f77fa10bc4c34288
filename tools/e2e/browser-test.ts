// `test` with an emulator and a browser that the tests of a file share.
import type { BrowserContextOptions } from 'playwright-core'
import { type BrowserFixtures, browserFixtures } from 'test-kit/browser-fixtures'
import type { ServerOptions } from '../../packages/emulator/dist/index.js'
import { createTest } from '../../packages/emulator/dist/vitest.js'

export const createBrowserTest = (options: ServerOptions = {}, context: BrowserContextOptions = {}) =>
  createTest({ port: 0, ...options }, { scope: 'file' }).extend<BrowserFixtures>(browserFixtures(context))
