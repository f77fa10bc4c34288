import { isPromise } from '../async/maybe-promise.js'
import { AUTH_ERRORS } from '../response/errors.js'
import { quoteValue } from '../response/quote.js'
import { isRefusal, type Refusal, refuse } from '../response/refusal.js'
import { type BearerToken, noCredential, type RequestLike, readHeader, toBearerToken } from './bearer-token.js'
import { itemPattern } from './list-item.js'

/**
 * Reads a credential from a request. Returns the credential, `null` or `undefined` if it is absent, or a refusal (see
 * `refuse`) if it must not be accepted. Must be synchronous.
 */
export type TokenSource = (request: RequestLike) => string | Refusal | null | undefined

/** Reads the `Authorization` header, which is the default. For lists of several sources. */
export const fromHeader = (): TokenSource => (request) => {
  const token = readHeader(request)
  return token === noCredential ? null : token
}

/**
 * Reads the token from `Sec-WebSocket-Protocol`, where a browser can put one: `new WebSocket(url, [name, token])`.
 * Answer the upgrade with `Sec-WebSocket-Protocol: name` alone, never with the token.
 * @throws {TypeError} for a name that no protocol can have
 */
export function fromWebSocketProtocol(name: string): TokenSource {
  const pattern = itemPattern(name, '', ',', '[ \\t]*(?:,([^,]*)|$)')
  return (request) => {
    const found = pattern.exec(request.headers.get('sec-websocket-protocol') ?? '')
    return found && (found[1] ?? '').trim()
  }
}

/** The code may be unknown: the source may belong to another bundled version of this package. */
function toKnownRefusal(found: Refusal): Refusal {
  if (Object.hasOwn(AUTH_ERRORS, found.code)) return found
  return refuse('invalid_request', `tokenFrom refused with the unknown code ${quoteValue(found.code)}`)
}

/** @throws {TypeError} for a promise, as an async source returns it */
function checkFound(found: unknown): void {
  if (!isPromise(found)) return
  // Prevents an unhandled rejection.
  found.then(undefined, () => {})
  throw new TypeError('tokenFrom must return a string, found a promise')
}

/**
 * Reads the credential of a request, of at most `maxBytes`. The first source that finds one decides: a wrong credential
 * never falls through to the next source.
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
