// Tests that fail, to check their error messages. It is expected of them: Playwright replaces a worker after other failures.
import { defineConfig } from '@playwright/test'
import { chromiumOptions } from 'test-kit/chromium'
import { build } from './build.ts'

export default defineConfig({
  testMatch: ['errors.spec.ts', '*.errors.spec.ts'],
  workers: 1,
  timeout: 30_000,
  reporter: 'json',
  build,
  outputDir: '../../../.reports/playwright',
  use: { launchOptions: chromiumOptions },
})
