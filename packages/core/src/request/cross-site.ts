import { quote } from '../response/quote.js'
import { type Refusal, refuse } from '../response/refusal.js'
import type { RequestLike } from './bearer-token.js'

/** Finds the origin that the browser sent a request to; `undefined` if the request does not tell. */
export type OriginOf = (request: RequestLike) => string | undefined

/** The origin of an http or https URL, as browsers send it. Parsers of URLs accept a wildcard as host. */
const toWebOrigin = (url = ''): string | undefined =>
  /^https?:\/\/[^*]/.test(url) && URL.canParse(url) ? new URL(url).origin : undefined

export const isOrigin = (text: string): boolean => text !== undefined && toWebOrigin(text) === text

/** The origin in `request.url`. Some frameworks give a path where Fetch gives a URL; such a request does not tell. */
export const requestOrigin: OriginOf = ({ url }) => toWebOrigin(url)

const firstOf = (list: string | null) => list?.split(',', 1)[0]?.trim()

/**
 * The origin in `X-Forwarded-Host` or `Host`, and `X-Forwarded-Proto` (https by default), for frameworks that put the
 * address they listen on into `request.url`. No page can make a browser send other values.
 */
export const forwardedOrigin: OriginOf = ({ headers }) => {
  const host = firstOf(headers.get('x-forwarded-host')) || headers.get('host') || ''
  const scheme = firstOf(headers.get('x-forwarded-proto')) === 'http' ? 'http' : 'https'
  return toWebOrigin(`${scheme}://${host}`)
}

/**
 * Refuses a request whose cookies must not count. Browsers attach cookies to requests that any site starts, so on
 * unsafe methods and upgrades the request must come from an allowed origin; without a list, from its own.
 *
 * Browsers send `Origin: null` for a form of the own page under `Referrer-Policy: no-referrer`; `Sec-Fetch-Site`, which
 * no page can set, then decides. `cross-site` is always refused: an `http:` page of the same host is another site, but
 * behind a proxy that ends TLS it has the origin of `request.url`.
 */
export function refuseCrossSite(
  request: RequestLike,
  allowedOrigins: readonly string[] | undefined,
  ownOrigin: OriginOf,
): Refusal | undefined {
  const { method = '', headers } = request
  if (/^(GET|HEAD|OPTIONS)$/.test(method) && headers.get('upgrade') === null) return undefined
  const site = headers.get('sec-fetch-site')
  const origin = headers.get('origin') ?? 'null'
  const own = origin === 'null' && site === 'same-origin' ? origin : ownOrigin(request)
  const expected: readonly unknown[] = allowedOrigins ?? [own]
  if (site !== 'cross-site' && expected.includes(origin)) return undefined
  return refuse('cross_site_request', `Origin and site are ${quote(`${origin}, ${site}`)}, expected ${expected}`)
}
