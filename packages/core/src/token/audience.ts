import { quoteList } from '../response/quote.js'
import { type Refusal, refuse } from '../response/refusal.js'
import { invalidClaim, type JsonObject } from './claims.js'

/** Which `aud` a token may have (RFC 7519 §4.1.3). */
export interface AudienceRule {
  /** Accepted values, by `toCanonicalUri`. */
  readonly names: readonly string[]
  /** Whether a token without `aud` is refused. */
  readonly isRequired: boolean
}

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

/** The rule for the options `audience` and `resource`. With `resource` alone, a token without `aud` is accepted. */
export function toAudienceRule(
  audience: string | readonly string[] | undefined,
  resource: string | undefined,
): AudienceRule | undefined {
  const names = audience ?? resource
  return names === undefined
    ? undefined
    : { names: [names].flat().map(toCanonicalUri), isRequired: audience !== undefined }
}

/** Refuses a token for other audiences, and one that is bound to a key of its holder (RFC 7800). */
export function checkAudience({ aud, cnf }: JsonObject, rule: AudienceRule | undefined): Refusal | undefined {
  // Without a check of the proof of possession it would be accepted as a plain bearer token.
  if (cnf !== undefined) return invalidClaim('cnf', 'absent: bound tokens are not supported', cnf)
  if (!rule || (aud === undefined && !rule.isRequired)) return undefined
  const names: unknown[] = [aud].flat()
  if (!names.every((name) => typeof name === 'string')) return invalidClaim('aud', 'a string or a list of strings', aud)
  if (names.some((name) => rule.names.includes(toCanonicalUri(name)))) return undefined
  return refuse('invalid_claims', `aud is ${quoteList(names)}, expected one of ${quoteList(rule.names)}`)
}
