import { type Refusal, refuse } from '../response/refusal.js'

/** A JSON object as parsed: any name may be there, `__proto__` included. */
export type JsonObject = { readonly [name: string]: unknown }

declare const verified: unique symbol
/** The payload of an access token (docs/access-token.md): signature, issuer and times are right, the rest is as found. */
export type VerifiedClaims = JsonObject & TokenTimesAsIssued & { readonly [verified]: true }

interface TokenTimesAsIssued {
  readonly iat: number
  readonly exp: number
  readonly nbf?: number
}

export type OrgRoleStructure = 'single_role_in_hierarchy' | 'multi_role'

/** What a token is held against, besides its signature. */
export interface ClaimRules {
  readonly issuers: readonly string[]
  readonly clockToleranceSeconds: number
}

export const isString = (value: unknown): value is string => typeof value === 'string'
export const isText = (value: unknown): value is string => isString(value) && value !== ''
export const isStrings = (value: unknown): value is string[] => Array.isArray(value) && value.every(isString)
export const isRoleStructure = (value: unknown): value is OrgRoleStructure =>
  value === 'single_role_in_hierarchy' || value === 'multi_role'

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const invalidClaim = (claim: string) =>
  refuse('invalid_claims', `The claim ${claim} is missing or of the wrong type`)

/** A claim of the right type. Throws a refusal for every other, so that a user is read in one go or not at all. */
export function required<Value>(claims: JsonObject, name: string, is: (value: unknown) => value is Value): Value {
  const value = claims[name]
  if (is(value)) return value
  throw invalidClaim(name)
}

/** The same for a claim that may be absent; null is no value either. */
export const optional = <Value>(claims: JsonObject, name: string, is: (value: unknown) => value is Value) =>
  claims[name] === undefined || claims[name] === null ? undefined : required(claims, name, is)

/**
 * The claims that are worth a look before any key is: a token of another issuer or time is refused without one
 * (RFC 7519 §4.1). Seconds of Unix time; the tolerance is one number for all of them.
 */
export function checkIssuerAndTimes(claims: JsonObject, rules: ClaimRules, now: number): Refusal | undefined {
  const { iss, iat, exp, nbf } = claims
  if (!isString(iss) || !rules.issuers.includes(iss)) return refuse('issuer_mismatch', 'iss is not the expected issuer')
  if (!Number.isFinite(exp)) return invalidClaim('exp')
  if (!Number.isFinite(iat)) return invalidClaim('iat')
  if (nbf !== undefined && !Number.isFinite(nbf)) return invalidClaim('nbf')
  return checkTimes({ exp, nbf: Math.max(Number(iat), Number(nbf ?? iat)) } as TokenTimes, rules, now)
}

/** When a token starts and ends to count, in seconds of Unix time. `nbf` covers `iat` as well. */
export interface TokenTimes {
  readonly exp: number
  readonly nbf: number
}

export function checkTimes({ exp, nbf }: TokenTimes, rules: ClaimRules, now: number): Refusal | undefined {
  const tolerance = rules.clockToleranceSeconds
  // Said so that a clock which gives no number refuses instead of accepting.
  if (!(now < exp + tolerance)) return refuse('token_expired', `exp is ${Math.floor(now - exp)} seconds ago`)
  if (!(now >= nbf - tolerance))
    return refuse('token_not_active', `nbf or iat is ${Math.ceil(nbf - now)} seconds ahead`)
  return undefined
}
