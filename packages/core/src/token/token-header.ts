import { matches } from '../checks/matches.js'
import { typeOf } from '../checks/plain-object.js'
import { quoteValue } from '../response/quote.js'
import { isRefusal, type Refusal, refuse } from '../response/refusal.js'
import { decodeBytes } from './base64url.js'
import { decodeText, parseObject } from './decode-json.js'
import { detach } from './detach.js'
import type { VerificationKey } from './verification-key.js'

/** Headers of the service have about 120 characters. Parsing a long forged one costs more than verifying a token. */
const maxLength = 1_024

export const malformed = (detail: string): Refusal => refuse('malformed_token', detail)

const tooLong = /* @__PURE__ */ malformed('The header part has more than 1024 characters')
const notJson = /* @__PURE__ */ malformed('The header is not a JSON object in UTF-8')
const repeatedName = /* @__PURE__ */ malformed('The header has a name twice')
const critical = /* @__PURE__ */ malformed('The header has crit or b64')

/** Counts the names in a JSON text: outside strings, a colon occurs only after a name. */
const countNames = (json: string) => json.replace(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1

/** Counts the members of a JSON object at all depths. `JSON.parse` calls its reviver for each of them. */
function countMembers(json: string): number {
  // The reviver is also called for the object itself.
  let count = -1
  JSON.parse(json, function (this: unknown, _name, value: unknown) {
    if (!Array.isArray(this)) count++
    return value
  })
  return count
}

const isTokenType = /* @__PURE__ */ matches(/^(application\/)?(at\+)?jwt$/i)

function parse(part: string): Pick<VerificationKey, 'kid'> | Refusal | undefined {
  if (part.length > maxLength) return tooLong
  const bytes = decodeBytes(part)
  if (!bytes) return undefined
  const text = decodeText(bytes)
  const header = text === undefined ? undefined : parseObject(text)
  if (!text || !header) return notJson
  // A repeated name: parsers differ in which value they keep.
  if (countNames(text) !== countMembers(text)) return repeatedName
  const { alg, typ, kid } = header
  if (alg !== 'RS256') return refuse('algorithm_not_allowed', `alg is ${quoteValue(alg)}, expected "RS256"`)
  if (typ !== undefined && !isTokenType(typ)) return malformed(`typ is ${quoteValue(typ)}, expected "JWT" or "at+jwt"`)
  if ('crit' in header || 'b64' in header) return critical
  if (kid !== undefined && typeof kid !== 'string') return malformed(`kid must be a string, found ${typeOf(kid)}`)
  return { kid }
}

let lastPart: string | undefined
let lastHeader: Pick<VerificationKey, 'kid'> | undefined

/**
 * Reads and checks the header (RFC 7515 §4.1). Returns nothing for a part that is not base64url. All tokens of one key
 * have the same header, so the last good one is cached, for all instances of the process.
 */
export function readTokenHeader(part: string): Pick<VerificationKey, 'kid'> | Refusal | undefined {
  if (part === lastPart) return lastHeader
  const header = parse(part)
  if (header && !isRefusal(header)) {
    lastHeader = header
    lastPart = detach(part)
  }
  return header
}
