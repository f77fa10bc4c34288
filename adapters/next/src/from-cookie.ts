import {
  fromCookie as coreFromCookie,
  type FromCookieOptions,
  type RequestLike,
  type TokenSource,
} from '@propelauth-edge/core'

const first = (list: string | null) => list?.split(',')[0]?.trim()

/**
 * The address the browser has asked. Next.js puts the one it listens on into `request.url`, which behind a proxy is
 * another; it compares the same headers before it runs a server action. No page can make a browser send others.
 */
function publicUrl({ headers }: RequestLike): string {
  const host = first(headers.get('x-forwarded-host')) || headers.get('host') || ''
  return `${first(headers.get('x-forwarded-proto')) === 'http' ? 'http' : 'https'}://${host}`
}

/**
 * Reads the token from a cookie, such as `__pa_at` of PropelAuth's own library. On unsafe methods and upgrades it
 * counts only if `Origin` is the address that the browser has asked (`X-Forwarded-Host` or `Host`, and
 * `X-Forwarded-Proto`), or an allowed one; otherwise the answer is 403 `cross_site_request`.
 *
 * @example
 * ```ts
 * export const POST = propelAuth.withUser((_request, { user }) => Response.json(user), {
 *   tokenFrom: [fromHeader(), fromCookie('__pa_at')],
 * })
 * ```
 */
export function fromCookie(name: string, options?: FromCookieOptions): TokenSource {
  const read = coreFromCookie(name, options)
  return (request) => read({ headers: request.headers, method: request.method ?? '', url: publicUrl(request) })
}
