import { isObject } from '../values/json.js'

/** Path in a seed: names and list positions from the top. */
export type Path = readonly (string | number)[]

export interface Problem {
  readonly path: Path
  readonly message: string
}

/** Validates one value. */
export type Check = (value: unknown, path: Path) => readonly Problem[]

const problem = (path: Path, message: string): readonly Problem[] => [{ path, message }]

export const simple =
  (expected: string, is: (value: unknown) => boolean): Check =>
  (value, path) =>
    is(value) ? [] : problem(path, `must be ${expected}`)

export const text: Check = simple('a text', (value) => typeof value === 'string' && value !== '')
export const flag: Check = simple('true or false', (value) => typeof value === 'boolean')
export const object: Check = simple('an object', isObject)
export const count: Check = simple(
  'a whole number above 0',
  (value) => Number.isSafeInteger(value) && Number(value) > 0,
)

/** A text in which the function finds no problem. */
export const checkedText =
  (problemOf: (text: string) => string | undefined): Check =>
  (value, path) => {
    const message = typeof value === 'string' ? problemOf(value) : 'must be a text'
    return message === undefined ? [] : problem(path, message)
  }

export const matching = (expected: string, pattern: RegExp): Check =>
  simple(expected, (value) => typeof value === 'string' && pattern.test(value))

/** A hash as exports have it. */
export const sha256Hex = matching('a SHA-256 in hexadecimal', /^[0-9a-f]{64}$/)

/** A moment in Unix seconds. */
export const time: Check = simple(
  'a time in Unix seconds',
  (value) => Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= 253_402_300_799,
)

export const oneOf = (...choices: readonly unknown[]): Check =>
  simple(choices.join(' or '), (value) => choices.includes(value))

export const either =
  (first: Check, second: Check, expected: string): Check =>
  (value, path) =>
    first(value, path).length === 0 || second(value, path).length === 0 ? [] : problem(path, `must be ${expected}`)

export const listOf =
  (check: Check): Check =>
  (value, path) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => check(item, [...path, index]))
      : problem(path, 'must be a list')

export const mapOf =
  (check: Check): Check =>
  (value, path) => {
    if (!isObject(value)) return problem(path, 'must be an object')
    return Object.entries(value).flatMap(([name, item]) => check(item, [...path, name]))
  }

/** An object with these names and no others. Those in `required` must be present. */
export const record =
  (checks: Readonly<Record<string, Check>>, required: readonly string[] = []): Check =>
  (value, path) => {
    if (!isObject(value)) return problem(path, 'must be an object')
    const missing = required.filter((name) => value[name] === undefined || value[name] === null)
    return [
      ...missing.flatMap((name) => problem(path, `needs ${JSON.stringify(name)}`)),
      ...Object.entries(value).flatMap(([name, item]) => {
        if (!Object.hasOwn(checks, name)) return problem([...path, name], unknownName(name, Object.keys(checks)))
        return item === undefined || missing.includes(name) ? [] : (checks[name]?.(item, [...path, name]) ?? [])
      }),
    ]
  }

/** Error text for an unknown name, with the most similar known one. */
export function unknownName(name: string, known: readonly string[]): string {
  const nearest = known
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0]
  const hint = nearest && nearest.distance <= Math.max(2, name.length / 3) ? `did you mean ${nearest.candidate}?` : ''
  return `unknown name ${JSON.stringify(name)}; ${hint || `known: ${known.join(', ') || 'none'}`}`
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (b[j - 1] === letter ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution))
    }
    row = next
  }
  return row[b.length] ?? 0
}
