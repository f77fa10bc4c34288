import { checkPlainObject, describe, givenObject } from '@propelauth-edge/core/adapter'
import { scopes } from '../options/scopes.js'

/** What one route needs beside the scopes that every token must have. */
export interface RouteOptions {
  /** All of them. `undefined` is a `TypeError`: a misspelt constant must not admit every token. */
  readonly scopes?: readonly string[]
}

const [areScopes, expected] = scopes

/** @throws {TypeError} for options that are given and wrong */
export function readRouteScopes(given: readonly unknown[]): readonly string[] {
  const options: RouteOptions = givenObject(given)
  checkPlainObject('Options of withMcpAuth', options, ['scopes'])
  if (!('scopes' in options)) return []
  if (!areScopes(options.scopes))
    throw new TypeError(`withMcpAuth: scopes must be ${expected}, found ${describe(options.scopes)}`)
  return [...options.scopes]
}
