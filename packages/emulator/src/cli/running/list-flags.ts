import type { Flags, Line } from '../line/flags.js'
import { readCount } from '../line/read-values.js'

/** Flags of commands that list entries. */
export const LIST_FLAGS = {
  query: { type: 'text', value: 'TEXT', meaning: 'list: only names and addresses with this part' },
  limit: { type: 'text', value: 'N', meaning: 'list: at most so many', fallback: '100' },
} as const satisfies Flags

/** The query string of the list, for the control API. @throws {UsageError} */
export function listQuery(line: Line<typeof LIST_FLAGS>): URLSearchParams {
  const { query, limit } = line.values
  const count = readCount(line.setBy('limit') ?? '--limit', limit, 1, 1000)
  return new URLSearchParams({ limit: String(count), ...(query ? { query } : {}) })
}
