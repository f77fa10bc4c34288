/** The value of a cookie that occurs twice with different values: nothing shows which one is the app's own. */
const ambiguous = undefined

/** Cookies by name, in the order of the header. */
export type Cookies = ReadonlyMap<string, string | undefined>

/** The pairs of a `Cookie` header. */
export const toPairs = (header: string | null): string[] => (header ?? '').split(';').map((pair) => pair.trim())

export const nameOf = (pair: string): string => pair.slice(0, Math.max(0, pair.indexOf('='))).trim()

/**
 * Reads a `Cookie` header. A page of a subdomain can set a cookie of the same name for the whole domain, so a name with
 * two different values has none.
 */
export function readCookies(header: string | null): Cookies {
  const cookies = new Map<string, string | undefined>()
  for (const pair of toPairs(header)) {
    const name = nameOf(pair)
    const value = pair.slice(pair.indexOf('=') + 1).trim()
    if (name) cookies.set(name, cookies.has(name) && cookies.get(name) !== value ? ambiguous : value)
  }
  return cookies
}

/** The text of a percent-encoded value. The official libraries write values raw, so a malformed one is itself. */
export function decodeValue(value: string): string {
  // Tokens have no character that is encoded.
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
