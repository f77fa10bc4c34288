/**
 * A pattern for an item of a list header: its name, the mark behind it, the rest. The separator
 * before it is a lookbehind, so that engines search for the literal start: a header of 100,000 separators takes one fast
 * pass.
 *
 * @throws {TypeError} for a name that no item can have: it is empty, or has white space, quotes or separators (RFC 6265 §4.1.1,
 * RFC 6455 §4.1)
 */
export function itemPattern(name: string, mark: string, separator: string, rest: string, flags?: string): RegExp {
  if (!name?.match?.(/^[^\s;,="]+$/)) throw new TypeError('name must be a token')
  const text = (name + mark).replace(/\W/g, '\\$&')
  return new RegExp(`${text}(?<=(?:^|${separator})[ \\t]*${text})${rest}`, flags)
}
