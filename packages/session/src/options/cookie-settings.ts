import { officialPrefix, type Read } from './option-forms.js'
import type { CookieOptions } from './options.js'

/** How cookies are read and written. What does not change is put together once, not for each request. */
export interface CookieSettings {
  readonly prefix: string
  /** Whether the cookies are those of the official libraries. */
  readonly isOfficial: boolean
  /** The start of the cookie of the access token, up to its value. */
  readonly tokenStart: string
  /** The names of all session cookies, official ones included. The first group is the prefix. */
  readonly names: RegExp
  /** The attributes of a cookie, up to its age. */
  readonly attributes: string
  readonly sameSite: string
  readonly maxAgeSeconds: number
}

export const toCookieSettings = (
  { prefix, sameSite, maxAgeSeconds }: Read<CookieOptions>,
  isSecure: boolean,
): CookieSettings => ({
  prefix,
  isOfficial: prefix === officialPrefix,
  tokenStart: `${prefix}_at=`,
  // `_at` and `_rt` are tokens, which may be in chunks. `_active_org_id` is of an official library.
  names: new RegExp(`^(${prefix}|${officialPrefix})_((at|rt)(_\\d{1,3})?|(active_)?org_id)$`),
  // In the order and the spelling of the official libraries: `SameSite=Lax`.
  attributes: `; Path=/; HttpOnly;${isSecure ? ' Secure;' : ''} SameSite=${sameSite.replace(/./, (first) => first.toUpperCase())}; Max-Age=`,
  sameSite,
  maxAgeSeconds: Math.floor(maxAgeSeconds),
})
