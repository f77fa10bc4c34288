/**
 * Checks the name of a cookie (RFC 6265 §4.1.1) or of a WebSocket protocol (RFC 6455 §4.1): a token of HTTP.
 * @throws {TypeError}
 */
export function checkName(name: unknown, example: string): void {
  if (typeof name !== 'string' || !/^[\w!#$%&'*+.^`|~-]+$/.test(name))
    throw new TypeError(`expected a name such as "${example}"`)
}

/**
 * A pattern for the first item of a list header that begins with `start`. The separator before it is a lookbehind, so
 * that engines search for the literal `start`: a header of 100,000 separators takes one fast pass.
 */
export function itemPattern(start: string, separator: string, rest: string): RegExp {
  const text = start.replace(/\W/g, '\\$&')
  return new RegExp(`${text}(?<=(?:^|${separator})[ \\t]*${text})${rest}`)
}
