/** The value of a cookie that occurs twice with different values: nothing shows which one is the app's own. */
const ambiguous = undefined

/** Cookies by name, in the order of the header. */
export type Cookies = ReadonlyMap<string, string | undefined>

/**
 * Reads a `Cookie` header. A page of a subdomain can set a cookie of the same name for the whole domain, so a name with
 * two different values has none.
 */
export function readCookies(header: string | null): Cookies {
  const cookies = new Map<string, string | undefined>()
  for (const item of (header ?? '').split(';')) {
    const at = item.indexOf('=')
    const name = item.slice(0, at).trim()
    const value = item.slice(at + 1).trim()
    if (at > 0) cookies.set(name, cookies.has(name) && cookies.get(name) !== value ? ambiguous : value)
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
