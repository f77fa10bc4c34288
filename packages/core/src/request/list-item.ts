/**
 * A pattern for the first item of a list header that begins with `start`. The separator before it is a lookbehind, so
 * that engines search for the literal `start`: a header of 100,000 separators takes one fast pass.
 */
export function itemPattern(start: string, separator: string, rest: string): RegExp {
  const text = start.replace(/\W/g, '\\$&')
  return new RegExp(`${text}(?<=(?:^|${separator})[ \\t]*${text})${rest}`)
}
