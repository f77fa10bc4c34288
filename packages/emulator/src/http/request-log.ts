import type { MiddlewareHandler } from 'hono'
import type { Clock } from '../clock.js'
import { isControlPath, matchesPath } from './paths.js'

/** One request the emulator has answered. Never a query string, header or body: they hold tokens. */
export interface LoggedRequest {
  readonly method: string
  readonly path: string
  readonly status: number
  /** ISO 8601. */
  readonly time: string
}

export interface RequestLog {
  /** Oldest first. A path that ends in `*` matches everything it begins. */
  list(path?: string): LoggedRequest[]
  add(request: LoggedRequest): void
  clear(): void
}

const KEPT = 5000

/** Kept in memory: the log is for the tests of this run, it is no state of the project. */
export function createRequestLog(): RequestLog {
  let entries: LoggedRequest[] = []
  return {
    list: (path) => entries.filter((entry) => path === undefined || matchesPath(entry.path, path)),
    add(entry) {
      entries.push(entry)
      if (entries.length > 2 * KEPT) entries = entries.slice(-KEPT)
    },
    clear() {
      entries = []
    },
  }
}

/** Logs what clients ask of the service, not what they ask of the emulator. */
export function logRequests(log: RequestLog, clock: Clock): MiddlewareHandler {
  return async (c, next) => {
    await next()
    const { method, path } = c.req
    if (isControlPath(path)) return
    log.add({ method, path, status: c.res.status, time: new Date(clock.milliseconds()).toISOString() })
  }
}
