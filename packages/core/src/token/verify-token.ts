import { after, type MaybePromise } from '../async/maybe-promise.js'
import { type BearerToken, refuseMultipleCredentials } from '../request/bearer-token.js'
import type { RequestContext } from '../request/request-context.js'
import { quoteValue } from '../response/quote.js'
import { isRefusal, type Refusal, refuse } from '../response/refusal.js'
import { decodeBytes } from './base64url.js'
import { type ClaimRules, checkIssuerAndTimes, invalidClaim, type VerifiedClaims } from './claims.js'
import type { CacheName, KeySource } from './key-source.js'
import { readPayload } from './payload.js'
import type { JsonObject } from './read-claim.js'
import type { Bytes } from './runtime-port.js'
import { malformed, readTokenHeader } from './token-header.js'
import { isEmulatorKid, isSignedBy, type VerificationKey } from './verification-key.js'

export interface TokenRules extends ClaimRules {
  /** Whether keys of the local emulator count. */
  readonly allowEmulator: boolean
  /** The maximum length of a token. */
  readonly maxTokenBytes?: number | undefined
  /** Refuses an `aud` that is not accepted. Without it, every token is for this API. */
  readonly checkAudience?: ((aud: unknown) => Refusal | undefined) | undefined
}

export interface VerifiedToken {
  readonly claims: VerifiedClaims
  /** The text of the claims. */
  readonly payload: string
  readonly key: VerificationKey
  readonly cache: CacheName
}

const notThreeParts = /* @__PURE__ */ malformed('Expected three parts')
const wrongHeader = /* @__PURE__ */ malformed('The header part is not canonical base64url')
const wrongPayload = /* @__PURE__ */ malformed('The payload part is not canonical base64url')
const wrongSignaturePart = /* @__PURE__ */ malformed('The signature part is not canonical base64url')
const notJson = /* @__PURE__ */ malformed('The payload is not a JSON object in UTF-8')
const wrongSignature = /* @__PURE__ */ refuse('invalid_signature')

/** A token without `kid` is refused if there are several keys. */
const refuseKid = (kid: string | undefined, problem = 'no published key fits') =>
  refuse('unknown_key', `kid is ${quoteValue(kid)}: ${problem}`)

interface TokenParts {
  readonly kid: string | undefined
  readonly payload: Bytes
  readonly signature: Bytes
  /** The signed text: header and payload. */
  readonly input: string
}

/**
 * Splits the compact serialisation (RFC 7515 §7.1). Each part must be canonical, so that no two texts are the same
 * token. The header comes last, because it is parsed as well.
 */
export function split(token: BearerToken): TokenParts | Refusal {
  const orMultiple = (otherwise: Refusal) => refuseMultipleCredentials(token) ?? otherwise
  const afterHeader = token.indexOf('.')
  const afterPayload = token.indexOf('.', afterHeader + 1)
  // More dots are refused with the signature: a dot is not base64url.
  if (afterHeader < 1 || afterPayload <= afterHeader + 1 || afterPayload === token.length - 1)
    return orMultiple(notThreeParts)
  const payload = decodeBytes(token.slice(afterHeader + 1, afterPayload))
  if (!payload) return orMultiple(wrongPayload)
  const signature = decodeBytes(token.slice(afterPayload + 1))
  if (!signature) return orMultiple(wrongSignaturePart)
  const header = readTokenHeader(token.slice(0, afterHeader)) ?? orMultiple(wrongHeader)
  return isRefusal(header) ? header : { kid: header.kid, payload, signature, input: token.slice(0, afterPayload) }
}

/** Finds the key that signed the token. */
export function findSigner(
  keys: readonly VerificationKey[],
  { signature, input }: TokenParts,
): MaybePromise<VerificationKey | undefined> {
  const find = (at: number): MaybePromise<VerificationKey | undefined> => {
    const key = keys[at]
    return key && after(isSignedBy(key, signature, input), (isSigned) => (isSigned ? key : find(at + 1)))
  }
  return find(0)
}

/** Checks issuer and times of the parsed claims again: a long payload was only scanned for them. */
function checkClaims(claims: JsonObject, rules: TokenRules, now: number): Refusal | undefined {
  const { aud, cnf } = claims
  // A token that is bound to a key of its holder (RFC 7800): the proof of possession is not checked here.
  if (cnf !== undefined) return invalidClaim('cnf', 'absent', cnf)
  return checkIssuerAndTimes(claims, rules, now) ?? rules.checkAudience?.(aud)
}

/**
 * Verifies an access token: form, header, issuer and times, key, signature, audience, in this order (RFC 8725 §3).
 * Each step sees only tokens that passed the earlier ones, so a token with a wrong issuer or time causes no key fetch.
 * `now` is in seconds of Unix time.
 */
export function verifyToken(
  token: BearerToken,
  keys: KeySource,
  rules: TokenRules,
  now: number,
  context: RequestContext,
): MaybePromise<VerifiedToken | Refusal> {
  const parts = split(token)
  if (isRefusal(parts)) return parts
  const payload = readPayload(parts.payload)
  if (!payload) return notJson
  const untimely = checkIssuerAndTimes(payload.early, rules, now)
  if (untimely) return untimely
  const { kid } = parts
  if (!rules.allowEmulator && isEmulatorKid(kid)) return refuseKid(kid, 'allowEmulator is off')
  return after(keys.find(kid, Number(payload.early.iat), context), (found) => {
    if (isRefusal(found)) return found.code === 'unknown_key' ? refuseKid(kid) : found
    return after(findSigner(found.keys, parts), (key) => {
      if (!key) return wrongSignature
      if (key.withdrawn) return refuseKid(kid)
      const claims = payload.parse()
      if (!claims) return notJson
      return (
        checkClaims(claims, rules, now) ?? {
          claims: claims as VerifiedClaims,
          payload: payload.text,
          key,
          cache: found.cache,
        }
      )
    })
  })
}
