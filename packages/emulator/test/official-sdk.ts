import { getApis } from '@propelauth/node-apis'
import { afterAll, beforeEach, vi } from 'vitest'
import type { EmulatorOptions } from '../src/index.js'
import { testEmulator } from './fixture.js'

/**
 * An emulator that is reset before each test, and the official backend SDK. The SDK is the witness: it knows nothing of our
 * code. It has no setting for its host, so the global `fetch` leads to the emulator.
 */
export function officialSdk(options: EmulatorOptions = {}) {
  const emulator = testEmulator(options)
  vi.stubGlobal('fetch', emulator.fetch)
  beforeEach(() => emulator.reset())
  afterAll(async () => {
    vi.unstubAllGlobals()
    await emulator.close()
  })
  return { emulator, apis: getApis(new URL(emulator.authUrl), emulator.apiKey) }
}
