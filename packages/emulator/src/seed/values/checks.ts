import { LAST_SECOND } from '../../values/clock.js'
import { isObject } from '../../values/json.js'

/** Path in a seed: names and list positions from the top. */
export type Path = readonly (string | number)[]

export interface Problem {
  readonly path: Path
  readonly message: string
}

/** A part of a JSON Schema (draft 2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>

/** Validates one value. The schema says the same to editors, as far as JSON Schema can. */
export interface Check {
  (value: unknown, path: Path): readonly Problem[]
  readonly schema: JsonSchema
}

const check = (problemsOf: (value: unknown, path: Path) => readonly Problem[], schema: JsonSchema): Check =>
  Object.assign(problemsOf, { schema })

const problem = (path: Path, message: string): readonly Problem[] => [{ path, message }]

const simple = (expected: string, is: (value: unknown) => boolean, schema: JsonSchema): Check =>
  check((value, path) => (is(value) ? [] : problem(path, `must be ${expected}`)), schema)

const STRING = { type: 'string' } as const

/** A text that the function accepts. */
export const textThat = (expected: string, is: (text: string) => boolean): Check =>
  simple(expected, (value) => typeof value === 'string' && is(value), STRING)

export const text: Check = simple('a text', (value) => typeof value === 'string' && value !== '', {
  ...STRING,
  minLength: 1,
})
export const flag: Check = simple('true or false', (value) => typeof value === 'boolean', { type: 'boolean' })
export const object: Check = simple('an object', isObject, { type: 'object' })

const isWhole = (value: unknown, min: number, max = Number.MAX_SAFE_INTEGER): boolean =>
  Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max

export const count: Check = simple('a whole number above 0', (value) => isWhole(value, 1), {
  type: 'integer',
  minimum: 1,
})

export const number: Check = simple('a whole number from 0 on', (value) => isWhole(value, 0), {
  type: 'integer',
  minimum: 0,
})

/** A moment in Unix seconds. */
export const time: Check = simple('a time in Unix seconds', (value) => isWhole(value, 0, LAST_SECOND), {
  type: 'integer',
  minimum: 0,
  maximum: LAST_SECOND,
})

/** A text in which the function finds no problem. */
export const checkedText = (problemOf: (text: string) => string | undefined): Check =>
  check((value, path) => {
    const message = typeof value === 'string' ? problemOf(value) : 'must be a text'
    return message === undefined ? [] : problem(path, message)
  }, STRING)

export const matching = (expected: string, pattern: RegExp): Check =>
  simple(expected, (value) => typeof value === 'string' && pattern.test(value), { ...STRING, pattern: pattern.source })

/** A hash as exports have it. */
export const sha256Hex = matching('a SHA-256 in hexadecimal', /^[0-9a-f]{64}$/)

export const oneOf = (...choices: readonly unknown[]): Check =>
  simple(choices.join(' or '), (value) => choices.includes(value), { enum: choices })

export const either = (first: Check, second: Check, expected: string): Check =>
  check(
    (value, path) =>
      first(value, path).length === 0 || second(value, path).length === 0 ? [] : problem(path, `must be ${expected}`),
    { anyOf: [first.schema, second.schema] },
  )

/** Null, or what the check accepts. */
export const nullOr = (item: Check): Check =>
  check((value, path) => (value === null ? [] : item(value, path)), { anyOf: [{ type: 'null' }, item.schema] })

/** What the check accepts, unless the function finds a problem in it. */
export const refined = (item: Check, problemsOf: (value: unknown, path: Path) => readonly Problem[]): Check =>
  check((value, path) => {
    const problems = item(value, path)
    return problems.length > 0 ? problems : problemsOf(value, path)
  }, item.schema)

export const listOf = (item: Check): Check =>
  check(
    (value, path) =>
      Array.isArray(value)
        ? value.flatMap((entry, index) => item(entry, [...path, index]))
        : problem(path, 'must be a list'),
    { type: 'array', items: item.schema },
  )

export const mapOf = (item: Check): Check =>
  check(
    (value, path) => {
      if (!isObject(value)) return problem(path, 'must be an object')
      return Object.entries(value).flatMap(([name, entry]) => item(entry, [...path, name]))
    },
    { type: 'object', additionalProperties: item.schema },
  )

/** An object with these names and no others. Those in `required` must be present. */
export const record = (checks: Readonly<Record<string, Check>>, required: readonly string[] = []): Check =>
  check(
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
    },
    recordSchema(checks, required),
  )

const recordSchema = (checks: Readonly<Record<string, Check>>, required: readonly string[]): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(checks).map(([name, { schema }]) => [name, schema])),
  ...(required.length === 0 ? {} : { required }),
  additionalProperties: false,
})

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
