import type { CookieSettings } from '../options/cookie-settings.js'

/**
 * A `Set-Cookie` header. The value must be encoded already. The empty text deletes the cookie. The attributes have the
 * order and the spelling of the official libraries: `SameSite=Lax`.
 */
export const setCookie = (
  { secure, sameSite, maxAgeSeconds }: Pick<CookieSettings, 'secure' | 'sameSite' | 'maxAgeSeconds'>,
  name: string,
  value: string,
): string =>
  `${name}=${value}; Path=/; HttpOnly${secure}; SameSite=${sameSite.replace(/./, (first) => first.toUpperCase())}; Max-Age=${value ? Math.floor(maxAgeSeconds) : 0}`
