import { hostname } from 'node:os'
import type { EmulatorServer } from '../../server.js'
import { type Locator, locatorPath, readLocator, removeLocator, writeLocator } from '../../store/locator.js'
import { createClock } from '../../values/clock.js'
import type { StartOptions } from '../line/start-options.js'
import { warn } from '../output/print.js'
import { staleness } from '../running/stale.js'

/** The entry of a running emulator in its data directory. */
export interface Announced {
  /** Removes the entry. */
  withdraw(): void
}

const NOT_ANNOUNCED: Announced = { withdraw: () => undefined }

/**
 * Writes the file by which other commands find this emulator. One that already runs with the same data directory keeps
 * its entry.
 * @throws {DataDirectoryError}
 */
export async function announce(server: EmulatorServer, { data, host }: StartOptions): Promise<Announced> {
  if (data === ':memory:') return NOT_ANNOUNCED
  const { emulator, port } = server
  const earlier = readLocator(data)
  if (earlier && earlier.pid !== process.pid && (await staleness(earlier, emulator.apiKey)) === undefined) {
    warn(`process ${earlier.pid} at ${earlier.url} uses ${data}, too: ${locatorPath(data)} names that one`)
    return NOT_ANNOUNCED
  }
  const locator: Locator = {
    pid: process.pid,
    hostname: hostname(),
    port,
    authUrl: emulator.authUrl,
    url: `http://${reachable(host)}:${port}`,
    started: new Date(createClock().milliseconds()).toISOString(),
  }
  writeLocator(data, locator)
  return { withdraw: () => removeLocator(data, locator) }
}

/** The host by which this machine reaches the listener. */
function reachable(host = 'localhost'): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}
