// Two workers, each with an emulator and an app of its own. Tests of one file run one after the other.
import { defineConfig } from '@playwright/test'
import { chromiumOptions } from 'test-kit/chromium'
import { build } from './build.ts'

export default defineConfig({
  testMatch: '*.worker.spec.ts',
  workers: 2,
  timeout: 60_000,
  reporter: 'json',
  build,
  outputDir: '../../../.reports/playwright',
  use: { launchOptions: chromiumOptions },
})
