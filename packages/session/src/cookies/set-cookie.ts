import type { CookieSettings } from '../options/settings.js'

/** A `Set-Cookie` header. The value must be encoded already. A lifetime of 0 deletes the cookie. */
export function setCookie(
  name: string,
  value: string,
  { secure, sameSite, maxAgeSeconds }: Omit<CookieSettings, 'prefix' | 'official'>,
): string {
  return `${name}=${value}; Path=/; HttpOnly;${secure ? ' Secure;' : ''} SameSite=${sameSite}; Max-Age=${maxAgeSeconds}`
}

export const deleteCookie = (name: string, settings: CookieSettings): string =>
  setCookie(name, '', { ...settings, maxAgeSeconds: 0 })
