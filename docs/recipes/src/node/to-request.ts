import type { RequestLike } from '@propelauth-edge/core'

/** What `node:http`, `node:http2`, serverless adapters and testing tools have in common. */
export interface NodeRequest {
  readonly method?: string | undefined
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly rawHeaders?: readonly string[] | undefined
}

/** The values of a header, one for each line that was sent. `rawHeaders` alternates names and values. */
const linesOf = ({ rawHeaders = [] }: NodeRequest, name: string) =>
  rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name)

/**
 * Reads `headers`, which every kind of request has. Node keeps the first of two `Authorization` lines there and drops
 * the second, so several lines are read from `rawHeaders`: core refuses two tokens.
 */
function readHeader(request: NodeRequest, header: string): string | null {
  const name = header.toLowerCase()
  const lines = linesOf(request, name)
  const value = lines.length > 1 ? lines : request.headers[name]
  if (Array.isArray(value)) return value.join(name === 'cookie' ? '; ' : ', ')
  return typeof value === 'string' ? value : null
}

/** A request of Node as core reads it. */
export const toRequest = (request: NodeRequest, url: string): RequestLike => ({
  method: request.method ?? 'GET',
  url,
  headers: { get: (name) => readHeader(request, name) },
})
