/**
 * The pairs of a `Cookie` header. Spaces and tabs alone may stand before a name (RFC 6265 §5.2). One that begins with
 * another space is another name, which a page of a subdomain can set: for browsers, it does not begin with `__Host-`.
 */
export const toPairs = (header: string): string[] => header.split(/(?:^|;)[ \t]*/)

export const nameOf = (pair: string): string => pair.slice(0, Math.max(0, pair.indexOf('=')))

/** The names of a `Cookie` header, in its order. */
export const namesOf = (header: string): string[] => toPairs(header).map(nameOf)

/**
 * The value of a cookie; `undefined` without one. A page of a subdomain can set a cookie of the same name for the whole
 * domain: of two different values, nothing shows which one is the app's own, and the name has the empty one.
 *
 * Found where it is: to take the whole header apart costs more than all other checks of a known token.
 */
export function readCookie(header: string, name: string): string | undefined {
  const start = `${name}=`
  let found: string | undefined
  for (let at = header.indexOf(start); at >= 0; at = header.indexOf(start, at + 1)) {
    // Back over the spaces that `toPairs` removes.
    let before = at
    while (/[ \t]/.test(header.charAt(--before)));
    // Else it is the end of another name, or in a value.
    if (/[^;]/.test(header.charAt(before))) continue
    const value = header
      .slice(at + start.length)
      .split(';', 1)[0]
      ?.trim()
    found = (found ?? value) === value ? value : ''
  }
  return found
}

/** The text of a percent-encoded value. The official libraries write values raw, so a malformed one is itself. */
export function decodeValue(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
