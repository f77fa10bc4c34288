import type { Report } from '../events/report.js'
import { type CookieSettings, officialPrefix } from '../options/settings.js'
import { readChunks, readOfficialChunks, toChunks, toOfficialChunks } from './chunks.js'
import { type Cookies, readCookies } from './cookie-header.js'
import { deleteCookie, setCookie } from './set-cookie.js'

/** What the browser stores of a session. */
export interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string
  readonly orgId?: string | undefined
}

/** What a request has of a session. */
export interface StoredSession {
  readonly accessToken: string | undefined
  readonly refreshToken: string | undefined
  readonly orgId: string | undefined
  /** The names of all session cookies of the request, official ones included. */
  readonly names: readonly string[]
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Ids go into cookies, queries and comparisons: one form, in lower case. */
export const toOrgId = (value: unknown): string | undefined =>
  typeof value === 'string' && uuid.test(value) ? value.toLowerCase() : undefined

/** `_at` and `_rt` are tokens, which may be in chunks. `_active_org_id` is of an official library. */
const partPattern = /^_((at|rt)(_\d{1,3})?|(active_)?org_id)$/

const belongsTo = (name: string, prefix: string) =>
  name.startsWith(prefix) && partPattern.test(name.slice(prefix.length))

/**
 * The session of a `Cookie` header. Cookies of the official libraries count only where the app has none of its own, and
 * are never combined with them.
 */
export function readStoredSession(header: string | null, { prefix, official }: CookieSettings): StoredSession {
  const cookies = readCookies(header)
  const own = [...cookies.keys()].filter((name) => belongsTo(name, prefix))
  const others = official ? [] : [...cookies.keys()].filter((name) => belongsTo(name, officialPrefix))
  const isOfficial = official || own.length === 0
  const [start, read] = isOfficial ? [officialPrefix, readOfficialChunks] : [prefix, readChunks]
  return {
    accessToken: read(cookies, `${start}_at`),
    refreshToken: read(cookies, `${start}_rt`),
    orgId: readOrgId(cookies, start),
    names: [...own, ...others],
  }
}

const readOrgId = (cookies: Cookies, prefix: string) =>
  toOrgId(cookies.get(`${prefix}_org_id`) ?? cookies.get(`${prefix}_active_org_id`))

/**
 * Servers and proxies accept 8 to 16 KB of headers, and refuse a request that has more. The user of a longer token is
 * refreshed on every request instead.
 */
const mostCharacters = 12_600
const manyCharacters = 9_500

/** Names and values of the cookies that hold the tokens. */
function toPairs({ accessToken, refreshToken, orgId }: Tokens, { prefix, official }: CookieSettings, most: number) {
  const split = official ? toOfficialChunks : toChunks
  const pairs = accessToken.length > most ? [] : split(`${prefix}_at`, accessToken)
  pairs.push(...split(`${prefix}_rt`, refreshToken))
  if (orgId) pairs.push([`${prefix}_org_id`, orgId])
  return pairs
}

/** The cookies that store the tokens, and the deletion of those that the request has beyond them. */
export function storeSession(
  tokens: Tokens,
  { names }: StoredSession,
  settings: CookieSettings,
  report: Report,
): string[] {
  const { length } = tokens.accessToken
  if (length > manyCharacters) report({ type: 'large_token', code: String(length) })
  const kept = toPairs(tokens, settings, mostCharacters)
  const written = new Set(kept.map(([name]) => name))
  return [
    ...kept.map(([name, value]) => setCookie(name, value, settings)),
    ...names.filter((name) => !written.has(name)).map((name) => deleteCookie(name, settings)),
  ]
}

export const clearSession = ({ names }: StoredSession, settings: CookieSettings): string[] =>
  names.map((name) => deleteCookie(name, settings))

/** The `Cookie` header with these tokens, or with none, in place of the stored session. No browser limits their length. */
export function replaceSession(
  header: string | null,
  { names }: StoredSession,
  tokens: Tokens | undefined,
  settings: CookieSettings,
): string {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim())
  const others = pairs.filter((pair) => pair && !names.includes(pair.split('=', 1)[0]?.trim() ?? ''))
  const own = tokens ? toPairs(tokens, settings, Number.POSITIVE_INFINITY) : []
  return [...others, ...own.map(([name, value]) => `${name}=${value}`)].join('; ')
}
