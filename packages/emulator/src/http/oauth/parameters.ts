import type { Context } from 'hono'
import { OAuthError } from '../../domain/oauth/oauth-error.js'

/** Parameters of a query or a form. */
export type Parameters = ReadonlyMap<string, string>

/**
 * Reads parameters, each of which may occur once. One without a value counts as absent (RFC 6749, section 3.1).
 * @throws {OAuthError} `invalid_request`
 */
export function readParameters(search: URLSearchParams): Parameters {
  const parameters = new Map<string, string>()
  for (const [name, value] of search) {
    if (value === '') continue
    if (parameters.has(name)) throw new OAuthError('invalid_request', `${shown(name)} occurs more than once`)
    parameters.set(name, value)
  }
  return parameters
}

/** A name that an error may contain. */
const shown = (name: string): string => (/^\w{1,40}$/.test(name) ? name : 'A parameter')

/** Reads a form in the body. @throws {OAuthError} `invalid_request` */
export async function readForm(c: Context): Promise<Parameters> {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(c.req.header('Content-Type') ?? ''))
    throw new OAuthError('invalid_request', 'The body must be application/x-www-form-urlencoded')
  return readParameters(new URLSearchParams(await c.req.text()))
}

/** @throws {OAuthError} `invalid_request` if it is missing */
export function requiredParameter(parameters: Parameters, name: string): string {
  const value = parameters.get(name)
  if (value === undefined) throw new OAuthError('invalid_request', `${name} is missing`)
  return value
}
