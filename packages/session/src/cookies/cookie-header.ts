/** Cookies by name, in the order of the header. */
export type Cookies = ReadonlyMap<string, string>

/** The pairs of a `Cookie` header. */
export const toPairs = (header: string): string[] => header.split(';').map((pair) => pair.trim())

export const nameOf = (pair: string): string => pair.slice(0, Math.max(0, pair.indexOf('=')))

/**
 * Reads a `Cookie` header. A page of a subdomain can set a cookie of the same name for the whole domain: of two different
 * values, nothing shows which one is the app's own, and the name has the empty one.
 */
export function readCookies(header: string): Cookies {
  const cookies = new Map<string, string>()
  for (const pair of toPairs(header)) {
    const name = nameOf(pair)
    const value = pair.slice(pair.indexOf('=') + 1).trim()
    cookies.set(name, (cookies.get(name) ?? value) === value ? value : '')
  }
  return cookies
}

/** The text of a percent-encoded value. The official libraries write values raw, so a malformed one is itself. */
export function decodeValue(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
