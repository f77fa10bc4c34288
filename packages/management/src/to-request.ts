import { encode } from './encode.js'
import type { Endpoint, Input } from './endpoint.js'
import { type AnyShape, wireNameOf } from './shape.js'

/** A request as plain data: all that is needed to send it, but host and credentials. */
export interface WireRequest {
  /** The name of the function. */
  readonly operation: string
  readonly method: string
  /** `auth`: sent to the auth URL itself, not to the API host. */
  readonly host: 'api' | 'auth'
  /** Encoded path and query. */
  readonly path: string
  /** JSON */
  readonly body?: string
}

/** Path, query and body of one call. The ids in the input are well-formed: see {@link findMalformedId}. */
export function toRequest(endpoint: Endpoint, input: Input): WireRequest {
  const [method = '', template = ''] = endpoint.route.split(' ')
  const params = encode(endpoint.params ?? NOTHING, input)
  const query = new URLSearchParams(
    Object.entries(encode(endpoint.query ?? NOTHING, input)).map(([name, value]) => [name, String(value)]),
  ).toString()
  const path = template.replace(/{(\w+)}/g, (_, name: string) => encodeURIComponent(String(params[name])))
  return {
    operation: endpoint.name,
    method,
    host: endpoint.host ?? 'api',
    path: query ? `${path}?${query}` : path,
    ...(endpoint.body && { body: JSON.stringify(encode(endpoint.body, input)) }),
  }
}

const NOTHING: AnyShape = { type: '' }

/**
 * The wire name of the first id that cannot be one: of the wrong form or, in a path, no segment of its own. Such ids
 * are never sent, wherever they stand, so that no value of a caller changes the path or the host.
 */
export function findMalformedId(endpoint: Endpoint, input: Input): string | undefined {
  const inPath = Object.entries(endpoint.params?.fields ?? {})
  const inBody = Object.entries(endpoint.body?.fields ?? {})
  const malformed =
    inPath.find(([name, shape]) => !isSegment(input[name]) || !fits(shape, input[name])) ??
    inBody.find(([name, shape]) => !fits(shape, input[name]))
  return malformed && wireNameOf(...malformed)
}

const fits = ({ pattern }: AnyShape, value: unknown) => !pattern || (typeof value === 'string' && pattern.test(value))

// Dots are no encodable characters: a parser would walk the path. Lone surrogates cannot be encoded at all.
const isSegment = (value: unknown) =>
  typeof value === 'string' && !/^\.{0,2}$/.test(value) && !/[\uD800-\uDFFF]/u.test(value)
