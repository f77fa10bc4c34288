import { isPromise } from '../async/maybe-promise.js'
import { AUTH_ERRORS } from '../response/errors.js'
import { quoteValue } from '../response/quote.js'
import { isRefusal, type Refusal, refuse } from '../response/refusal.js'
import { type BearerToken, type RequestLike, readHeader, toBearerToken } from './bearer-token.js'
import { itemPattern } from './list-item.js'

/**
 * Where a credential is read from. Returns it as found, nothing (`null` or `undefined`) if it is absent, or a refusal
 * (`refuse`) if it is present and must not count. Never a promise.
 */
export type TokenSource = (request: RequestLike) => string | Refusal | null | undefined

const noCredential = /* @__PURE__ */ refuse('missing_token')

/** The `Authorization` header, as when no `tokenFrom` is given; for use in a list together with other sources. */
export const fromHeader = (): TokenSource => (request) => {
  const token = readHeader(request)
  return isRefusal(token) && token.code === 'missing_token' ? null : token
}

/**
 * Reads the token from `Sec-WebSocket-Protocol`, where a browser can put one: `new WebSocket(url, [name, token])`.
 * Answer the upgrade with `Sec-WebSocket-Protocol: name` alone, never with the token.
 */
export function fromWebSocketProtocol(name: string): TokenSource {
  const pattern = itemPattern(name, ',', '[ \\t]*(?:,([^,]*)|$)')
  return (request) => {
    const found = pattern.exec(request.headers.get('sec-websocket-protocol') ?? '')
    return found && (found[1] ?? '').trim()
  }
}

/** A source may be from another bundled copy of this package, whose codes this one may not know. */
function toKnownRefusal(found: Refusal): Refusal {
  if (Object.hasOwn(AUTH_ERRORS, found.code)) return found
  return refuse('invalid_request', `The token source refused with the unknown code ${quoteValue(found.code)}`)
}

/** @throws {TypeError} for a promise: an async source would be taken for one that found something */
function checkFound(found: unknown): void {
  if (!isPromise(found)) return
  // Nothing else handles it if it rejects.
  found.then(undefined, () => {})
  throw new TypeError('tokenFrom must return a string, found a promise: a token source cannot be async')
}

/**
 * The credential of a request, at most `maxBytes` long. The first source that has one decides; one that is present and
 * wrong never falls through to the next.
 */
export function readToken(
  request: RequestLike,
  tokenFrom: TokenSource | readonly TokenSource[] | undefined,
  maxBytes?: number | undefined,
): BearerToken | Refusal {
  if (tokenFrom === undefined) {
    const found = readHeader(request)
    return isRefusal(found) ? found : toBearerToken(found, maxBytes)
  }
  for (const source of typeof tokenFrom === 'function' ? [tokenFrom] : tokenFrom) {
    const found = source(request)
    if (found === null || found === undefined) continue
    if (isRefusal(found)) return toKnownRefusal(found)
    checkFound(found)
    return toBearerToken(found, maxBytes)
  }
  return noCredential
}
