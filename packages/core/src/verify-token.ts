import { decodeBytes, decodeText, isCanonical } from './base64url.js'
import { type BearerToken, maxTokenLength } from './bearer-token.js'
import {
  type ClaimRules,
  checkClaims,
  checkIssuerAndTimes,
  isJsonObject,
  type JsonObject,
  type VerifiedClaims,
} from './claims.js'
import { Refusal, refuse } from './errors.js'
import { type CacheLevel, type KeyContext, type KeySource, unknownKey } from './key-source.js'
import { isEmulatorKid, isSignedBy, type VerificationKey } from './verification-key.js'

export interface TokenRules extends ClaimRules {
  /** Whether keys of the local emulator count. */
  readonly allowEmulator: boolean
}

export interface VerifiedToken {
  readonly claims: VerifiedClaims
  readonly key: VerificationKey
  readonly level: CacheLevel
}

const malformed = (detail: string) => refuse('malformed_token', detail)

const notThreeParts = /* @__PURE__ */ malformed('Not three base64url parts')
const notCanonical = /* @__PURE__ */ malformed('A part has another base64url spelling')
const notJson = /* @__PURE__ */ malformed('Header and payload must be JSON objects in UTF-8')
const repeatedName = /* @__PURE__ */ malformed('The header has a name twice')
const wrongType = /* @__PURE__ */ malformed('typ is neither JWT nor at+jwt')
const critical = /* @__PURE__ */ malformed('crit and b64 are not supported')
const wrongKid = /* @__PURE__ */ malformed('kid is not a string')
const wrongAlgorithm = /* @__PURE__ */ refuse('algorithm_not_allowed', 'alg is not RS256')
const emulatorKey = /* @__PURE__ */ refuse('unknown_key', 'The token is of a local emulator, which is not allowed here')
const wrongSignature = /* @__PURE__ */ refuse('invalid_signature')

interface TokenParts {
  readonly header: string
  readonly payload: string
  readonly signature: string
}

/** Compact serialisation (RFC 7515 §7.1) in its one spelling: a token has no second form that means the same. */
export function split(token: BearerToken): TokenParts | Refusal {
  if (token.length > maxTokenLength) return malformed('The token is too long')
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return notThreeParts
  const [header, payload, signature] = token.split('.') as [string, string, string]
  if (!isCanonical(header) || !isCanonical(payload) || !isCanonical(signature)) return notCanonical
  return { header, payload, signature }
}

/** The text of a part and the object in it. */
function decodeJson(part: string): { text: string; object: JsonObject } | Refusal {
  try {
    const text = decodeText(part)
    const object: unknown = JSON.parse(text)
    return isJsonObject(object) ? { text, object } : notJson
  } catch {
    return notJson
  }
}

/** The members an object has, at all depths. No recursion: a header may nest as deep as it is long. */
function countMembers(object: JsonObject): number {
  const pending: unknown[] = [object]
  let count = 0
  while (pending.length > 0) {
    const next = pending.pop()
    if (typeof next !== 'object' || next === null) continue
    const inside = Object.values(next)
    if (!Array.isArray(next)) count += inside.length
    pending.push(...inside)
  }
  return count
}

/** The names a JSON text has: outside strings, a colon stands for nothing else. */
const countNames = (json: string) => json.replace(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1

const isTokenType = (typ: unknown) => typeof typ === 'string' && /^(application\/)?(at\+)?jwt$/i.test(typ)

interface TokenHeader {
  readonly kid: string | undefined
}

export function checkHeader(part: string): TokenHeader | Refusal {
  const decoded = decodeJson(part)
  if (decoded instanceof Refusal) return decoded
  const { text, object: header } = decoded
  // A parser keeps the last of two equal names, another one the first: what they disagree on is refused.
  if (countNames(text) !== countMembers(header)) return repeatedName
  const { alg, typ, kid } = header
  if (alg !== 'RS256') return wrongAlgorithm
  if (typ !== undefined && !isTokenType(typ)) return wrongType
  if ('crit' in header || 'b64' in header) return critical
  if (kid !== undefined && typeof kid !== 'string') return wrongKid
  return { kid }
}

export async function findSigner(keys: readonly VerificationKey[], token: BearerToken, signature: string) {
  const data = new TextEncoder().encode(token.slice(0, token.length - signature.length - 1))
  const bytes = decodeBytes(signature)
  for (const key of keys) if (await isSignedBy(key, bytes, data)) return key
  return undefined
}

/**
 * Verifies an access token: form, header, issuer and times, key, signature, claims, in this order (RFC 8725 §3).
 * Nothing below sees what a step above refuses, so that no key is fetched for a token that is wrong anyway.
 * `now` is in seconds of Unix time.
 */
export async function verifyToken(
  token: BearerToken,
  keys: KeySource,
  rules: TokenRules,
  now: number,
  context: KeyContext,
): Promise<VerifiedToken | Refusal> {
  const parts = split(token)
  if (parts instanceof Refusal) return parts
  const header = checkHeader(parts.header)
  if (header instanceof Refusal) return header
  const payload = decodeJson(parts.payload)
  if (payload instanceof Refusal) return payload
  const untimely = checkIssuerAndTimes(payload.object, rules, now)
  if (untimely) return untimely
  if (!rules.allowEmulator && isEmulatorKid(header.kid)) return emulatorKey
  const found = await keys.find(header.kid, context)
  if (found instanceof Refusal) return found
  const key = await findSigner(found.keys, token, parts.signature)
  if (!key) return wrongSignature
  if (key.withdrawn) return unknownKey
  const claims = checkClaims(payload.object)
  return claims instanceof Refusal ? claims : { claims, key, level: found.level }
}
