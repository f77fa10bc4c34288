import { hostname } from 'node:os'
import { isErrno } from '../../store/errno.js'
import type { Locator } from '../../store/locator.js'
import { probe } from './probe.js'

/** Whether the process exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It exists and belongs to another user.
    return isErrno(error, 'EPERM')
  }
}

export const isOfThisMachine = (locator: Locator): boolean => locator.hostname === hostname()

/**
 * Why the file does not name a running emulator, undefined if it does. A process id alone is no proof: after a crash it
 * can be that of another program.
 */
export async function staleness(locator: Locator, apiKey: string | undefined): Promise<string | undefined> {
  const { pid, url } = locator
  if (isOfThisMachine(locator) && !isAlive(pid)) return `process ${pid} has ended`
  const found = await probe(url, apiKey)
  switch (found.kind) {
    case 'emulator':
      return found.status.pid === pid ? undefined : `the emulator at ${url} is process ${found.status.pid}, not ${pid}`
    case 'nothing':
      return `nothing answers at ${url} (${found.reason})`
    default:
      return `what answers at ${url} is not the emulator of this data directory: it ${found.reason}`
  }
}
