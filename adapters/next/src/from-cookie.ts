import type { FromCookieOptions, TokenSource } from '@propelauth-edge/core'
import { cookieSource, forwardedOrigin } from '@propelauth-edge/core/adapter'

/**
 * Reads the token from a cookie, such as `__pa_at` of PropelAuth's own library. On unsafe methods and upgrades it
 * counts only if `Origin` is the address that the browser asked (`X-Forwarded-Host` or `Host`, and
 * `X-Forwarded-Proto`; Next.js has the address it listens on in `request.url`) or, if `allowedOrigins` is given, one of
 * these. Otherwise the answer is 403 `cross_site_request`.
 *
 * @throws {TypeError} for a name that no cookie can have, and unless `allowedOrigins`, if given, is a non-empty list of origins as browsers send them
 *
 * @example
 * ```ts
 * export const POST = propelAuth.withUser((_request, { user }) => Response.json(user), {
 *   tokenFrom: [fromHeader(), fromCookie('__pa_at')],
 * })
 * ```
 */
export const fromCookie = (name: string, options?: FromCookieOptions): TokenSource =>
  cookieSource(name, options, forwardedOrigin)
