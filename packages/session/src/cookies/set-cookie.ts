import type { CookieSettings } from '../options/cookie-settings.js'

/** A `Set-Cookie` header. The value must be encoded already. The empty text deletes the cookie. */
export const setCookie = (
  { attributes, maxAgeSeconds }: Pick<CookieSettings, 'attributes' | 'maxAgeSeconds'>,
  name: string,
  value: string,
): string => `${name}=${value}${attributes}${value ? maxAgeSeconds : 0}`
