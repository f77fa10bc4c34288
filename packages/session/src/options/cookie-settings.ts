import { officialPrefix, type Read } from './option-forms.js'
import type { CookieOptions } from './options.js'

/** How cookies are read and written. */
export interface CookieSettings {
  readonly prefix: string
  /** The names of all session cookies, official ones included. The first group is the prefix. */
  readonly names: RegExp
  /** The attribute `Secure`, where the app is on https. */
  readonly secure: string
  readonly sameSite: string
  readonly maxAgeSeconds: number
}

export const toCookieSettings = (cookies: Read<CookieOptions>, isSecure: boolean): CookieSettings => ({
  ...cookies,
  // `_at` and `_rt` are tokens, which may be in up to ten chunks. `_active_org_id` is of an official library.
  names: new RegExp(`^(${cookies.prefix}|${officialPrefix})_((at|rt)(_\\d)?|(active_)?org_id)$`),
  secure: isSecure ? '; Secure' : '',
})
