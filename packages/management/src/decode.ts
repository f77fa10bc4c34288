import type { AnyShape } from './shape.js'

/**
 * Renames what the shape knows, to any depth. Unknown fields keep the name they have on the wire, free-form objects keep
 * all their keys, and nothing is refused.
 */
export function decode({ fields, items, values }: AnyShape, wire: unknown): unknown {
  if (Array.isArray(wire)) return items ? wire.map((element) => decode(items, element)) : wire
  if (typeof wire !== 'object' || wire === null) return wire
  // `fromEntries` defines keys where an assignment would run a setter: `__proto__` stays a key.
  return Object.fromEntries(
    Object.entries(wire).map(([key, value]) => {
      const { name, shape } = fields?.get(key) ?? { name: key, shape: values }
      return [name, shape ? decode(shape, value) : value]
    }),
  )
}
