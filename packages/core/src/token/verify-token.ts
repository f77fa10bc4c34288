import { after, type MaybePromise } from '../async/maybe-promise.js'
import { type BearerToken, refuseSeveral } from '../request/bearer-token.js'
import type { RequestContext } from '../request/request-context.js'
import { isRefusal, type Refusal, refuse } from '../response/refusal.js'
import { decodeBytes } from './base64url.js'
import { type ClaimRules, checkIssuerAndTimes, isJsonObject, type JsonObject, type VerifiedClaims } from './claims.js'
import { type CacheLevel, type KeySource, unknownKey } from './key-source.js'
import { type Bytes, runtime } from './runtime.js'
import { isEmulatorKid, isSignedBy, type VerificationKey } from './verification-key.js'

export interface TokenRules extends ClaimRules {
  /** Whether keys of the local emulator count. */
  readonly allowEmulator: boolean
}

export interface VerifiedToken {
  readonly claims: VerifiedClaims
  /** The text of the claims. */
  readonly payload: string
  readonly key: VerificationKey
  readonly level: CacheLevel
}

const malformed = (detail: string) => refuse('malformed_token', detail)

const notCompact = /* @__PURE__ */ malformed('Not three parts of canonical base64url')
const notJson = /* @__PURE__ */ malformed('Header and payload must be JSON objects in UTF-8')
const repeatedName = /* @__PURE__ */ malformed('The header has a name twice')
const wrongType = /* @__PURE__ */ malformed('typ is neither JWT nor at+jwt')
const critical = /* @__PURE__ */ malformed('crit and b64 are not supported')
const wrongKid = /* @__PURE__ */ malformed('kid is not a string')
const wrongAlgorithm = /* @__PURE__ */ refuse('algorithm_not_allowed', 'alg is not RS256')
const emulatorKey = /* @__PURE__ */ refuse('unknown_key', 'The token is of a local emulator, which is not allowed here')
const wrongSignature = /* @__PURE__ */ refuse('invalid_signature')

const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of a part and the object in it. */
function decodeJson(bytes: Bytes): { text: string; object: JsonObject } | undefined {
  // Most garbage is told by its first byte, a brace or white space: an exception would cost more.
  const first = bytes[0] ?? 0
  if (first > 0x20 && first !== 0x7b) return undefined
  try {
    const text = utf8.decode(bytes)
    const object: unknown = JSON.parse(text)
    return isJsonObject(object) ? { text, object } : undefined
  } catch {
    return undefined
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

/** The header of a part, why there is none, or nothing for a part that is not base64url. */
function toHeader(part: string): TokenHeader | Refusal | undefined {
  const bytes = decodeBytes(part)
  if (!bytes) return undefined
  const decoded = decodeJson(bytes)
  if (!decoded) return notJson
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

let lastPart: string | undefined
let lastHeader: ReturnType<typeof toHeader>

/** Tokens of one key share their header, to the letter. */
function readHeader(part: string) {
  if (part !== lastPart) {
    lastHeader = toHeader(part)
    lastPart = part
  }
  return lastHeader
}

interface TokenParts {
  readonly header: TokenHeader | Refusal
  readonly payload: Bytes
  readonly signature: Bytes
  /** What is signed. */
  readonly input: string
}

/** Compact serialisation (RFC 7515 §7.1) in its one spelling: a token has no second form that means the same. */
export function split(token: BearerToken): TokenParts | undefined {
  const afterHeader = token.indexOf('.')
  const afterPayload = token.indexOf('.', afterHeader + 1)
  // None of the three is empty; a further dot is no base64url.
  if (afterHeader < 1 || afterPayload <= afterHeader + 1 || afterPayload === token.length - 1) return undefined
  const payload = decodeBytes(token.slice(afterHeader + 1, afterPayload))
  const signature = decodeBytes(token.slice(afterPayload + 1))
  const header = payload && signature && readHeader(token.slice(0, afterHeader))
  return header && { header, payload, signature, input: token.slice(0, afterPayload) }
}

/** The key that signed the token, of those that may have. */
export function findSigner(
  keys: readonly VerificationKey[],
  { signature, input }: TokenParts,
): MaybePromise<VerificationKey | undefined> {
  const data = runtime().fromAscii(input)
  const find = (at: number): MaybePromise<VerificationKey | undefined> => {
    const key = keys[at]
    return key && after(isSignedBy(key, signature, data), (isSigned) => (isSigned ? key : find(at + 1)))
  }
  return find(0)
}

/**
 * Verifies an access token: form, header, issuer and times, key, signature, in this order (RFC 8725 §3).
 * Nothing below sees what a step above refuses, so that no key is fetched for a token that is wrong anyway.
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
  if (!parts) return refuseSeveral(token) ?? notCompact
  const { header } = parts
  if (isRefusal(header)) return header
  const payload = decodeJson(parts.payload)
  if (!payload) return notJson
  const untimely = checkIssuerAndTimes(payload.object, rules, now)
  if (untimely) return untimely
  if (!rules.allowEmulator && isEmulatorKid(header.kid)) return emulatorKey
  return after(keys.find(header.kid, context), (found) => {
    if (isRefusal(found)) return found
    return after(findSigner(found.keys, parts), (key) => {
      if (!key) return wrongSignature
      if (key.withdrawn) return unknownKey
      return { claims: payload.object as VerifiedClaims, payload: payload.text, key, level: found.level }
    })
  })
}
