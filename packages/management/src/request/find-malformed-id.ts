import type { Endpoint, Input } from '../endpoint/endpoint.js'
import { isString } from '../shapes/is-string.js'

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
        if (!isString(id)) throw new TypeError(`${operation}: ${name} must be a string`)
        if (!pattern.test(id)) return wireName
      }
}
