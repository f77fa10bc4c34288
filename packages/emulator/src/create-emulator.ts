import { type Emulator, openEmulator } from './emulator.js'
import type { EmulatorOptions } from './emulator-options.js'
import { nodePlatform } from './node-platform.js'
import { refuseProduction } from './production.js'

/**
 * Starts a local PropelAuth inside this process.
 *
 * ```ts
 * await using emulator = createEmulator()
 * const { accessToken } = await emulator.mintToken({ user: 'admin', org: 'acme' })
 * const response = await emulator.fetch(`${emulator.authUrl}/.well-known/jwks.json`)
 * ```
 *
 * @throws {TypeError} for invalid options
 * @throws {SeedError} for an invalid seed
 * @throws {DataDirectoryError} for a data directory that cannot be used
 * @throws {ProductionError} when `NODE_ENV` is `production`
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  refuseProduction()
  return openEmulator(options, options.protectControl ? 'full' : 'none', nodePlatform(options))
}
