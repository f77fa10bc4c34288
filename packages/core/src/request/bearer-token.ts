import { type Refusal, refuse } from '../response/refusal.js'

/** The part of a request that core reads. itty-router's proxied request and `NextRequest` fit without a cast. */
export interface RequestLike {
  readonly headers: { get(name: string): string | null }
  readonly method?: string
  readonly url?: string
}

declare const bearerToken: unique symbol
/** A credential of acceptable length. Its contents are not checked. */
export type BearerToken = string & { readonly [bearerToken]: true }

/** The default of `maxTokenBytes`, enough for a user of about 60 orgs. */
export const defaultMaxTokenBytes = 32_768

/** The refusal of a request without a credential. */
export const noCredential = /* @__PURE__ */ refuse('missing_token')
const notOneToken = /* @__PURE__ */ refuse('invalid_request', 'Expected: Authorization: Bearer <access token>')

/**
 * `invalid_request` if the credential contains white space or a comma, which separate several credentials. Checked only
 * after decoding fails: searching every character of a good token costs more than decoding it.
 */
export const refuseMultipleCredentials = (credential: BearerToken): Refusal | undefined =>
  /[\s,]/.test(credential) ? notOneToken : undefined

/**
 * Checks that a credential is a non-empty string of at most `maxBytes` characters: later steps take time in proportion
 * to its length. Tokens are ASCII, so a character is a byte.
 */
export function toBearerToken(credential: unknown, maxBytes = defaultMaxTokenBytes): BearerToken | Refusal {
  if (typeof credential !== 'string' || credential === '') return notOneToken
  if (credential.length > maxBytes)
    return refuse('malformed_token', `The token has ${credential.length} bytes; maxTokenBytes is ${maxBytes}`)
  return credential as BearerToken
}

/**
 * Reads the credential of the `Authorization` header (RFC 6750 §2.1): the scheme `Bearer` in any case, one space, the
 * rest. Another scheme counts as no credential. Two headers arrive joined by a comma and are refused.
 */
export function readHeader(request: RequestLike): string | Refusal {
  const header = request.headers.get('authorization')
  // The usual spelling, without a regular expression.
  if (header?.startsWith('Bearer ')) return header.slice(7)
  if (header === null || !/^bearer(?:[\s,]|$)/i.test(header)) return noCredential
  return header[6] === ' ' ? header.slice(7) : notOneToken
}
