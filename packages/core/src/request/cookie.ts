import { refuse } from '../response/refusal.js'
import { isOrigin, type OriginOf, refuseCrossSite, requestOrigin } from './cross-site.js'
import { itemPattern } from './list-item.js'
import type { TokenSource } from './token-source.js'

export interface FromCookieOptions {
  /**
   * Origins whose pages may send the cookie with unsafe methods and upgrades, such as `https://app.example.com`. Only
   * the list counts then, so it has to contain the app's own origin. Needed behind a proxy that ends TLS, where
   * `request.url` is not the address in the browser. Origins of another site are refused even if they are listed: their
   * requests have `Sec-Fetch-Site: cross-site`.
   */
  readonly allowedOrigins?: readonly string[] | undefined
}

const twoCookies = /* @__PURE__ */ refuse('invalid_request', 'Repeated cookie')

/** `fromCookie` with another way to find the request's own origin, for adapters. */
export function cookieSource(
  name: string,
  options: FromCookieOptions = {},
  ownOrigin: OriginOf = requestOrigin,
): TokenSource {
  for (const name in options)
    if (name !== 'allowedOrigins') throw new TypeError(`unknown option "${name}", known is allowedOrigins`)
  const { allowedOrigins: given } = options
  // A copy: later changes of the list must not admit another origin.
  const allowedOrigins = given === undefined ? given : [...given]
  if (allowedOrigins && !(allowedOrigins[0] && allowedOrigins.every(isOrigin)))
    throw new TypeError('allowedOrigins must be a list such as ["https://app.example.com"]')
  const pattern = itemPattern(name, '=', ';', '[^;]*', 'g')
  return (request) => {
    const [found, other] = request.headers.get('cookie')?.match(pattern) ?? []
    if (other) return twoCookies
    const token = found?.slice(name.length + 1).trim()
    return token ? (refuseCrossSite(request, allowedOrigins, ownOrigin) ?? token) : null
  }
}

/**
 * Reads the token from a cookie. With an unsafe method, or on an upgrade, the request must come from its own origin or,
 * if `allowedOrigins` is given, from one of these; otherwise it is refused with 403 `cross_site_request`.
 * @throws {TypeError} for a name that no cookie can have, for an unknown option, and unless `allowedOrigins`, if given, is a non-empty list of origins as
 * browsers send them
 *
 * @example
 * ```ts
 * propelAuth.withUser(handler, { tokenFrom: [fromHeader(), fromCookie('__pa_at')] })
 * ```
 */
export const fromCookie: (name: string, options?: FromCookieOptions) => TokenSource = cookieSource
