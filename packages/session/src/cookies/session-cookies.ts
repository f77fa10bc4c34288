import type { RequestLike } from '@propelauth-edge/core'
import { longestStoredToken, longToken } from '../options/limits.js'
import { officialPrefix } from '../options/option-forms.js'
import type { RequestContext } from '../options/request-context.js'
import type { Settings } from '../options/settings.js'
import { joinChunks, joinSlices, toChunks } from './chunks.js'
import { type Cookies, decodeValue, nameOf, readCookies, toPairs } from './cookie-header.js'
import { setCookie } from './set-cookie.js'

/** What the browser stores of a session. */
export interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string
  readonly orgId?: string | undefined
}

const noTokens: Tokens = { accessToken: '', refreshToken: '' }

/** What a request brings along. The empty text stands for a token that it has not. */
export interface Visit extends Tokens {
  readonly context: RequestContext
  readonly cookies: Cookies
  /** The names of all session cookies, official ones included. */
  readonly names: readonly string[]
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Ids go into cookies, queries and comparisons: one form, in lower case. */
export const toOrgId = (value: unknown): string | undefined =>
  typeof value === 'string' && uuid.test(value) ? value.toLowerCase() : undefined

/** The cookies of the session, as the settings say. */
export interface SessionCookies {
  /** Cookies of the official libraries count only where the app has none of its own, and are never combined with them. */
  read(request: RequestLike, context?: RequestContext): Visit
  /** The `Set-Cookie` headers that leave the browser with these tokens, or with none, in place of what it has. */
  write(tokens: Tokens | undefined, visit: Visit): string[]
  /** A `Cookie` header with these tokens, or with none, in place of what it has. No browser limits their length. */
  replace(header: string | null, tokens: Tokens | undefined, visit: Visit): string
}

export function createSessionCookies({ cookies: settings, report }: Settings): SessionCookies {
  const { prefix, official } = settings
  // `_at` and `_rt` are tokens, which may be in chunks. `_active_org_id` is of an official library.
  const pattern = new RegExp(`^(${prefix}|${officialPrefix})_((at|rt)(_\\d{1,3})?|(active_)?org_id)$`)
  const isOwn = (name: string) => pattern.exec(name)?.[1] === prefix

  /** Names and values of the cookies that hold tokens. */
  const toValues = ({ accessToken, refreshToken, orgId = '' }: Tokens) => [
    ...toChunks(`${prefix}_at`, accessToken, official),
    ...toChunks(`${prefix}_rt`, refreshToken, official),
    // An id is written as it is.
    ...toChunks(`${prefix}_org_id`, orgId, true),
  ]

  return {
    read({ headers }, context = {}) {
      const cookies = readCookies(headers.get('cookie'))
      const names = [...cookies.keys()].filter((name) => pattern.test(name))
      const start = names.some(isOwn) ? prefix : officialPrefix
      const join = start === officialPrefix ? joinSlices : joinChunks
      return {
        accessToken: decodeValue(join(cookies, `${start}_at`)),
        refreshToken: decodeValue(join(cookies, `${start}_rt`)),
        orgId: toOrgId(cookies.get(`${start}_org_id`) ?? cookies.get(`${start}_active_org_id`)),
        names,
        cookies,
        context,
      }
    },
    write(tokens = noTokens, { names }) {
      const { length } = tokens.accessToken
      if (length > longToken) report('large_token', String(length))
      const kept = toValues(length > longestStoredToken ? { ...tokens, accessToken: '' } : tokens)
      const values = new Map([...names.map((name) => [name, ''] as const), ...kept])
      return Array.from(values, ([name, value]) => setCookie(name, value, settings))
    },
    replace(header, tokens = noTokens, { names }) {
      const others = toPairs(header).filter((pair) => pair && !names.includes(nameOf(pair)))
      return [...others, ...toValues(tokens).map((pair) => pair.join('='))].join('; ')
    },
  }
}
