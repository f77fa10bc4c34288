import { matchesPath } from './paths.js'
import type { RequestExcerpt } from './request-excerpt.js'

/** A request that was answered, without its headers. */
export interface LoggedRequest extends RequestExcerpt {
  readonly method: string
  readonly path: string
  /** 0 if a fault has broken the connection. */
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

/** In memory only: the log belongs to this run, not to the project. */
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
