import { quoteList } from '../response/quote.js'
import { refuse } from '../response/refusal.js'
import { invalidClaim } from './claims.js'
import type { TokenRules } from './verify-token.js'

/**
 * The form in which names of resources are compared: scheme and host in lower case, without the default port, without
 * one trailing slash of the path. Everything else is compared exactly. `URL` would also resolve dot segments and accept
 * tabs and backslashes.
 */
export const toCanonicalUri = (uri: string): string =>
  uri
    .replace(/^https?:\/\/[\w.:[\]-]+(?=[/?]|$)/i, (origin) => origin.toLowerCase())
    .replace(/^(?:(http:\/\/[^/?]+):80|(https:\/\/[^/?]+):443)(?=[/?]|$)/, '$1$2')
    .replace(/^(https?:[^?#]*)\/$/, '$1')

/**
 * The check of `aud` (RFC 7519 §4.1.3) for the options `audience` and `resource`. With `resource` alone, a token without
 * `aud` is accepted; with neither, there is no check.
 */
export function createAudienceCheck(
  audience: string | readonly string[] | undefined,
  resource: string | undefined,
): TokenRules['checkAudience'] {
  const given = audience ?? resource
  if (given === undefined) return undefined
  const names = [given].flat().map(toCanonicalUri)
  return (aud) => {
    if (aud === undefined && audience === undefined) return undefined
    const found: unknown[] = [aud].flat()
    if (!found.every((name) => typeof name === 'string'))
      return invalidClaim('aud', 'a string or a list of strings', aud)
    if (found.some((name) => names.includes(toCanonicalUri(name)))) return undefined
    return refuse('invalid_claims', `aud is ${quoteList(found)}, expected one of ${quoteList(names)}`)
  }
}
