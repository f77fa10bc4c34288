import { typeOf } from '../checks/plain-object.js'
import { quoteList, quoteValue } from '../response/quote.js'
import { type Refusal, refuse } from '../response/refusal.js'
import type { JsonObject } from './read-claim.js'

declare const verified: unique symbol
/** The payload of an access token (docs/access-token.md) whose signature, issuer and times are right. */
export type VerifiedClaims = JsonObject & {
  readonly [verified]: true
  readonly iat: number
  /** Any finite number, also beyond the range of `Date`. */
  readonly exp: number
  readonly nbf?: number
}

/** What the claims of every token are checked against. */
export interface ClaimRules {
  readonly issuers: readonly string[]
  readonly clockToleranceSeconds: number
}

/** Names only the type of `found`, which may be personal data. */
export const invalidClaim = (claim: string, expected: string, found: unknown): Refusal =>
  refuse('invalid_claims', `The claim ${claim} must be ${expected}, found ${typeOf(found)}`)

/** `Number.isFinite` does not convert: a number in a string is refused. */
const checkTime = (claim: string, value: unknown) =>
  Number.isFinite(value) ? undefined : invalidClaim(claim, 'a finite number', value)

/**
 * Checks issuer and times (RFC 7519 §4.1), which refuse a token before a key is looked up. Times are seconds of Unix
 * time with one tolerance.
 */
export function checkIssuerAndTimes(claims: JsonObject, rules: ClaimRules, now: number): Refusal | undefined {
  const { iss, iat, exp, nbf } = claims
  if (typeof iss !== 'string' || !rules.issuers.includes(iss))
    return refuse('issuer_mismatch', `iss is ${quoteValue(iss)}, expected ${quoteList(rules.issuers)}`)
  const wrong = checkTime('exp', exp) ?? checkTime('iat', iat) ?? (nbf === undefined ? nbf : checkTime('nbf', nbf))
  if (wrong) return wrong
  return checkTimes({ exp: exp as number, activeFrom: Math.max(Number(iat), Number(nbf ?? iat)) }, rules, now)
}

/** The time in which a token is valid, in seconds of Unix time. */
export interface TokenTimes {
  readonly exp: number
  /** The later of the claims `nbf` and `iat`. */
  readonly activeFrom: number
}

export function checkTimes({ exp, activeFrom }: TokenTimes, rules: ClaimRules, now: number): Refusal | undefined {
  const tolerance = rules.clockToleranceSeconds
  // Negated, so that a clock which returns NaN refuses instead of accepting.
  if (!(now < exp + tolerance)) return refuse('token_expired', `exp is ${Math.floor(now - exp)} seconds ago`)
  if (!(now >= activeFrom - tolerance))
    return refuse('token_not_active', `nbf or iat is ${Math.ceil(activeFrom - now)} seconds ahead`)
  return undefined
}
