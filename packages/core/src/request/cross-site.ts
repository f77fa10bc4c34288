import { quote } from '../response/quote.js'
import { type Refusal, refuse } from '../response/refusal.js'
import type { RequestLike } from './bearer-token.js'

/** Finds the origin that the browser sent a request to; `undefined` if it is unknown. */
export type OriginOf = (request: RequestLike) => string | undefined

/** The origin of an http or https URL, as browsers send it. Not of `https://*.example.com`, which `URL` accepts. */
const toWebOrigin = (url = ''): string | undefined =>
  /^https?:\/\/[^*]/.test(url) && URL.canParse(url) ? new URL(url).origin : undefined

export const isOrigin = (text: string): boolean => !!text && toWebOrigin(text) === text

/** The origin of `request.url`; `undefined` if that is a path, as in some frameworks. */
export const requestOrigin: OriginOf = ({ url }) => toWebOrigin(url)

const firstOf = (list: string | null) => list?.split(',', 1)[0]?.trim()

/**
 * The origin by `X-Forwarded-Host` or `Host` and `X-Forwarded-Proto` (default: https), for frameworks whose
 * `request.url` is the address that the server listens on. Pages cannot set these headers.
 */
export const forwardedOrigin: OriginOf = ({ headers }) => {
  const host = firstOf(headers.get('x-forwarded-host')) || headers.get('host') || ''
  const scheme = firstOf(headers.get('x-forwarded-proto')) === 'http' ? 'http' : 'https'
  return toWebOrigin(`${scheme}://${host}`)
}

/**
 * Refuses a cross-site request with cookies (CSRF). With an unsafe method, or as an upgrade, the request must come from
 * an allowed origin; without a list, from its own.
 *
 * Under `Referrer-Policy: no-referrer`, browsers send `Origin: null` with a form of the same origin; then
 * `Sec-Fetch-Site` decides, which pages cannot set. `cross-site` is always refused: behind a proxy that ends TLS, an
 * `http:` page of the same host has the origin of `request.url`, but browsers treat it as another site.
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
  return refuse(
    'cross_site_request',
    `Origin and site are ${quote(`${origin}, ${site}`)}, expected ${expected[0] ? expected : 'own origin unknown; set allowedOrigins'}`,
  )
}
