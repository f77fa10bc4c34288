import { isRefusal, type Refusal, refuse } from '../response/refusal.js'
import { type BearerToken, type RequestLike, readBearerToken, toBearerToken } from './bearer-token.js'

/**
 * Where a credential is read from. Returns it as found, nothing (`null` or `undefined`) when it is absent, or a
 * refusal when it is there and must not count.
 */
export type TokenSource = (request: RequestLike) => string | Refusal | null | undefined

export interface FromCookieOptions {
  /** Origins besides the request's own whose pages may send the cookie with unsafe methods and upgrades. */
  readonly allowedOrigins?: readonly string[] | undefined
}

const crossSite = refuse('cross_site_request', 'The Origin header is neither this origin nor an allowed one')
const twoCookies = refuse('invalid_request', 'The cookie occurs twice')

const noCredential = refuse('missing_token')

/** The `Authorization` header, as when no `tokenFrom` is given; for use in a list together with other sources. */
export const fromHeader = (): TokenSource => (request) => {
  const token = readBearerToken(request)
  return isRefusal(token) && token.code === 'missing_token' ? null : token
}

/** An origin as browsers send it, of a web page: `null` and other schemes have none to compare with. */
const webOrigin = (url: unknown) =>
  typeof url === 'string' && /^https?:/.test(url) && URL.canParse(url) ? new URL(url).origin : undefined

/** Browsers attach cookies to requests that any site starts, so one counts only where nothing can change by it. */
function isSameSite(request: RequestLike, allowedOrigins: readonly string[]) {
  const safe = /^(GET|HEAD|OPTIONS)$/.test(request.method ?? '') && request.headers.get('upgrade') === null
  if (safe) return true
  const origin = request.headers.get('origin')
  // Some frameworks give a path where Fetch gives a URL; such a request has no origin of its own.
  return typeof origin === 'string' && (origin === webOrigin(request.url) || allowedOrigins.includes(origin))
}

function cookieValues(request: RequestLike, name: string) {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim())
  return pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1))
}

/**
 * Reads the token from a cookie. On unsafe methods and upgrades it counts only if `Origin` is the request's own or
 * an allowed one; otherwise the answer is 403 `cross_site_request`.
 * @throws {TypeError} unless `allowedOrigins` is a list of origins such as `https://app.example.com`
 *
 * @example
 * ```ts
 * propelAuth.withUser(handler, { tokenFrom: [fromHeader(), fromCookie('__pa_at')] })
 * ```
 */
export function fromCookie(name: string, { allowedOrigins = [] }: FromCookieOptions = {}): TokenSource {
  const areOrigins = Array.isArray(allowedOrigins) && allowedOrigins.every((origin) => webOrigin(origin) === origin)
  if (!areOrigins) throw new TypeError('allowedOrigins must be a list of origins such as https://app.example.com')
  return (request) => {
    const [value, second] = cookieValues(request, name)
    if (second !== undefined) return twoCookies
    if (!value) return null
    return isSameSite(request, allowedOrigins) ? value : crossSite
  }
}

/**
 * Reads the token from `Sec-WebSocket-Protocol`, where a browser can put one: `new WebSocket(url, [name, token])`.
 * Answer the upgrade with `Sec-WebSocket-Protocol: name` alone, never with the token.
 */
export function fromWebSocketProtocol(name: string): TokenSource {
  return (request) => {
    const protocols = (request.headers.get('sec-websocket-protocol') ?? '').split(',').map((item) => item.trim())
    const at = protocols.indexOf(name)
    return at === -1 ? null : (protocols[at + 1] ?? '')
  }
}

/** The first source that has a credential decides; one that is present and wrong never falls through to the next. */
export function readToken(
  request: RequestLike,
  tokenFrom: TokenSource | readonly TokenSource[] | undefined,
): BearerToken | Refusal {
  if (tokenFrom === undefined) return readBearerToken(request)
  for (const source of typeof tokenFrom === 'function' ? [tokenFrom] : tokenFrom) {
    const found = source(request)
    if (found !== null && found !== undefined) return isRefusal(found) ? found : toBearerToken(found)
  }
  return noCredential
}
