import type { Endpoint, Input } from '../endpoint/endpoint.js'
import { encode } from '../shapes/encode.js'

/** A request as plain data, without host and credentials. */
export interface WireRequest {
  /** The name of the function. */
  readonly operation: string
  readonly method: string
  /** `auth`: sent to the auth URL itself instead of the API host. */
  readonly host: 'auth' | undefined
  /** Encoded path and query. */
  readonly path: string
  /** JSON */
  readonly body: string | undefined
  /**
   * A user's access token in place of the API key. Every answer to it is final; a failed connection is tried again. Unlike
   * the API key, it is not removed from the message of a `fetch` that quotes its headers.
   */
  readonly token?: string | undefined
}

/** Method, path, query and body of one request. Its ids must be well-formed: see `findMalformedId`. */
export function toRequest({ name, route, host, params, query, body }: Endpoint, input: Input): WireRequest {
  const [method, template] = route.split(' ') as [string, string]
  const segments = encode(params, input)
  const path = template.replace(/{(\w+)}/g, (_, key) => encodeURIComponent(segments[key] as string))
  // The platform turns numbers and booleans into text.
  const search = new URLSearchParams(encode(query, input) as Record<string, string>)
  return {
    operation: name,
    method,
    host,
    path: `${path}?${search}`.replace(/\?$/, ''),
    body: body && JSON.stringify(encode(body, input)),
  }
}
