import type { AnyShape } from './shape.js'

/**
 * Renames the fields of objects that have a shape, to any depth: as the shape says, else from snake_case to camelCase.
 * Free-form objects keep their keys. Values of an unexpected form are passed on.
 */
export function decode(shape: AnyShape | undefined, wire: unknown): unknown {
  if (!shape || Object(wire) !== wire) return wire
  const { fields, items, values } = shape
  if (Array.isArray(wire)) return wire.map((element) => decode(items, element))
  // `fromEntries` defines keys where an assignment would run a setter: `__proto__` stays a key.
  return Object.fromEntries(
    Object.entries(wire as object).map(([key, value]) => {
      const [name, inner] = fields?.get(key) ?? [fields ? toCamelCase(key) : key, values]
      return [name, decode(inner, value)]
    }),
  )
}

/** From snake_case. Underscores that join no words, as in `__proto__`, stay. */
const toCamelCase = (key: string) => key.replace(/(?<=[^_])_([a-z])/g, (_, letter: string) => letter.toUpperCase())
