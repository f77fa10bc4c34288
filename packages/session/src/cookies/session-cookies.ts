import type { RequestLike } from '@propelauth-edge/core'
import { matches } from '@propelauth-edge/core/adapter'
import { report } from '../events/report.js'
import type { CookieSettings } from '../options/cookie-settings.js'
import { longestStoredToken, longToken } from '../options/limits.js'
import { officialPrefix } from '../options/option-forms.js'
import type { RequestContext } from '../options/request-context.js'
import type { Settings } from '../options/settings.js'
import { joinChunks, toChunks } from './chunks.js'
import { decodeValue, namesOf, readCookie } from './cookie-header.js'
import { setCookie } from './set-cookie.js'

/** What the browser stores of a session. */
export interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string
  readonly orgId?: string | undefined
}

/** All that the cookies hold. The empty text stands for a token that the request has not. */
export interface AllCookies extends Tokens {
  /** The names of all session cookies, official ones included. */
  readonly names: readonly string[]
}

/** What a request brings along. */
export interface Visit {
  readonly request: RequestLike
  readonly context: RequestContext
  /** The `Cookie` header. */
  readonly header: string
  /** The empty text without one. */
  accessToken: string
  /** The cookies, once they are read. */
  all?: AllCookies | undefined
  /** What replaces the tokens of the cookies. */
  tokens?: Tokens
}

const isUuid = /* @__PURE__ */ matches(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i)

/** Ids go into cookies, queries and comparisons: one form, in lower case. */
export const toOrgId = (value: unknown): string | undefined => (isUuid(value) ? value.toLowerCase() : undefined)

/**
 * All cookies of a visit, which are read once, and only if its access token does not do. Those of the official libraries
 * count only where the app has none of its own, and are never combined with them.
 */
export function readAll({ prefix, names: pattern }: CookieSettings, visit: Visit): AllCookies {
  if (visit.all) return visit.all
  const { header } = visit
  const names = namesOf(header).filter((name) => pattern.test(name))
  const start = names.some((name) => pattern.exec(name)?.[1] === prefix) ? prefix : officialPrefix
  const join = (name: string) => joinChunks(header, `${start}_${name}`, start === officialPrefix)
  visit.all = {
    // Access tokens have no character that is encoded.
    accessToken: join('at'),
    // The service may fail at other characters, such as a NUL, and a failure stops the refreshes of all users for a time.
    // Such a token, and one that is longer than any, is not remembered either: a flood of them would cost nothing.
    refreshToken: decodeValue(join('rt')).match(/^[ -~]{1,4000}$/)?.[0] ?? '',
    orgId: toOrgId(readCookie(header, `${start}_org_id`) ?? readCookie(header, `${start}_active_org_id`)),
    names,
  }
  return visit.all
}

/** What a request brings along. */
export function readVisit(settings: CookieSettings, request: RequestLike, context: RequestContext = {}): Visit {
  const visit: Visit = { request, context, header: request.headers.get('cookie') ?? '', accessToken: '' }
  const { prefix } = settings
  visit.accessToken =
    joinChunks(visit.header, `${prefix}_at`, prefix === officialPrefix) || readAll(settings, visit).accessToken
  return visit
}

/** Names and values of the cookies that hold tokens. */
const toValues = ({ prefix }: CookieSettings, { accessToken = '', refreshToken = '', orgId = '' }: Partial<Tokens>) => [
  ...toChunks(`${prefix}_at`, accessToken, prefix === officialPrefix),
  ...toChunks(`${prefix}_rt`, refreshToken, prefix === officialPrefix),
  // An id is written as it is.
  ...toChunks(`${prefix}_org_id`, orgId, true),
]

/** The `Set-Cookie` headers that leave the browser with these tokens, or with none, in place of what it has. */
export function writeCookies(settings: Settings, visit: Visit, tokens?: Tokens | null): string[] {
  const { length } = tokens?.accessToken ?? ''
  if (length > longToken) report(settings, 'large_token', `${length}`)
  const kept = toValues(settings, { ...tokens, ...(length > longestStoredToken && { accessToken: '' }) })
  const values = new Map([...readAll(settings, visit).names.map((name) => [name, ''] as const), ...kept])
  return Array.from(values, ([name, value]) => setCookie(settings, name, value))
}
