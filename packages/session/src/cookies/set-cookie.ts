import type { CookieSettings } from '../options/settings.js'

/** A `Set-Cookie` header. The value must be encoded already. The empty text deletes the cookie. */
export function setCookie(
  settings: CookieSettings,
  name: string,
  value: string,
  sameSite = settings.sameSite,
  maxAgeSeconds = settings.maxAgeSeconds,
): string {
  // Capitalised, as the official libraries write it.
  const site = sameSite.replace(/./, (first) => first.toUpperCase())
  const seconds = value ? Math.floor(maxAgeSeconds) : 0
  return `${name}=${value}; Path=/; HttpOnly;${settings.secure ? ' Secure;' : ''} SameSite=${site}; Max-Age=${seconds}`
}
