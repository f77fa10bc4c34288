/**
 * A pattern for an item of a header, by how the item starts. The start comes first in the pattern and what precedes it
 * in a lookbehind, so that a header with tens of thousands of items is searched in one quick pass and never split.
 */
export function itemPattern(start: string, separator: string, rest: string): RegExp {
  const text = start.replace(/\W/g, '\\$&')
  return new RegExp(`${text}(?<=(?:^|${separator})[ \\t]*${text})${rest}`)
}
