import { encode } from './encode.js'
import type { Endpoint, Input } from './endpoint.js'
import { isText } from './shape.js'

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
}

/** Method, path, query and body of one request. Its ids must be well-formed: see {@link findMalformedId}. */
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

/**
 * The wire name of the first malformed id, in path or body. Such ids are never sent, so that no value of a caller changes
 * the path or the host.
 * @throws {TypeError} an id that is no string, such as a variable without a value
 */
export function findMalformedId({ name: operation, params, body }: Endpoint, input: Input): string | undefined {
  for (const shape of [params, body])
    for (const [wireName, [name, { pattern }]] of shape?.fields ?? [])
      if (pattern) {
        const id = input[name]
        if (!isText(id)) throw new TypeError(`${operation}: ${name} must be a string`)
        if (!pattern.test(id)) return wireName
      }
}
