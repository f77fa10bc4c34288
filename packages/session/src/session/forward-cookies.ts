import { toChunks } from '../cookies/chunks.js'
import { nameOf, toPairs } from '../cookies/cookie-header.js'
import { officialPrefix } from '../options/option-forms.js'
import type { Session } from './session.js'

/**
 * The chunks of an access token that is too long for browsers, which have the refresh token alone. No browser limits the
 * header of a proxy.
 */
function toMissingToken(stored: readonly string[], accessToken: string | null): string[] {
  const prefix = stored.map((pair) => /^(.+)_rt(_0)?=/.exec(pair)?.[1]).find(Boolean)
  if (!prefix || !accessToken || stored.some((pair) => pair.startsWith(`${prefix}_at`))) return []
  return toChunks(`${prefix}_at`, accessToken, prefix === officialPrefix).map((pair) => pair.join('='))
}

/**
 * The `Cookie` header for a request that a proxy passes on: the given one, with the session as it is now. It also has an
 * access token that is too long for the cookies of browsers.
 *
 * @example
 * ```ts
 * async function toForwarded(request: Request, session: Session): Promise<Request> {
 *   const headers = new Headers(request.headers)
 *   headers.set('cookie', forwardCookies(session, request.headers.get('cookie')))
 *   return new Request(request, { headers })
 * }
 * ```
 */
export function forwardCookies(session: Pick<Session, 'accessToken' | 'setCookies'>, header: string | null): string {
  const changed = session.setCookies.map((cookie) => cookie.slice(0, cookie.indexOf(';')))
  if (!changed[0]) return header ?? ''
  const names = changed.map(nameOf)
  const others = toPairs(header ?? '').filter((pair) => pair && !names.includes(nameOf(pair)))
  // One without a value is deleted.
  const stored = changed.filter((pair) => !pair.endsWith('='))
  return [...others, ...[...stored, ...toMissingToken(stored, session.accessToken)].sort()].join('; ')
}
