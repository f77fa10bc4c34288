// One app that Playwright starts before the worker. It knows the address and the keys of the emulator beforehand.
import { defineConfig } from '@playwright/test'
import { type EmulatorTestOptions, type EmulatorWorkerOptions, emulatorAt } from '@propelauth-edge/emulator/playwright'
import { chromiumOptions } from 'test-kit/chromium'
import { build } from './build.ts'
import { folder } from './notes-app.ts'

const { EMULATOR_PORT, APP_PORT = '' } = process.env
const { emulatorOptions, env } = emulatorAt(Number(EMULATOR_PORT))
const baseURL = `http://localhost:${APP_PORT}`

export default defineConfig<EmulatorTestOptions, EmulatorWorkerOptions>({
  testMatch: 'web-server.spec.ts',
  workers: 1,
  retries: 1,
  timeout: 60_000,
  reporter: 'json',
  build,
  outputDir: '../../../.reports/playwright',
  use: { baseURL, launchOptions: chromiumOptions, emulatorOptions, persona: 'admin', appLogin: '/api/auth/login' },
  webServer: {
    command: 'node src/routes.ts',
    cwd: folder,
    url: baseURL,
    env: { ...env, PORT: APP_PORT, PROPELAUTH_APP_URL: baseURL },
  },
})
