import { type Refusal, refuse } from '../response/refusal.js'

/** All that core asks of a request, so that itty's proxied request and `NextRequest` fit without a cast. */
export interface RequestLike {
  readonly headers: { get(name: string): string | null }
  readonly method?: string
  readonly url?: string
}

declare const bearerToken: unique symbol
/** A credential that came alone in its place; nothing about its inside is known yet. */
export type BearerToken = string & { readonly [bearerToken]: true }

/** Longest credential looked at, in characters. Everything after this check costs time in proportion to it. */
export const maxTokenLength = 16 * 1024

const missing = refuse('missing_token')
const notOneToken = refuse('invalid_request', 'Expected: Authorization: Bearer <access token>')
const tooLong = refuse('malformed_token', `The token is longer than ${maxTokenLength} characters`)

/**
 * Refuses a credential that is several: white space and commas stand between them, never in one. For whoever takes a
 * credential apart to ask when that fails: to look at every character of a good one costs more than to recognise it.
 */
export const refuseSeveral = (credential: BearerToken): Refusal | undefined =>
  /[\s,]/.test(credential) ? notOneToken : undefined

/** Checks a credential that was found in its place for being there, and of bearable length. */
export function toBearerToken(credential: unknown): BearerToken | Refusal {
  if (typeof credential !== 'string') return notOneToken
  if (credential.length > maxTokenLength) return tooLong
  return credential === '' ? notOneToken : (credential as BearerToken)
}

/**
 * Reads the bearer token of a request (RFC 6750 §2.1): the scheme in any case, one space, one token. Another scheme
 * counts as no credential. Two `Authorization` headers arrive here joined by a comma and are refused.
 */
export function readBearerToken(request: RequestLike): BearerToken | Refusal {
  const header = request.headers.get('authorization')
  // As nearly all clients write it.
  if (header?.startsWith('Bearer ')) return toBearerToken(header.slice(7))
  if (header === null || !/^bearer(?:[\s,]|$)/i.test(header)) return missing
  return header[6] === ' ' ? toBearerToken(header.slice(7)) : notOneToken
}
