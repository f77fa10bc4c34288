import { type AnyShape, type Fields, wireNameOf } from './shape.js'

/**
 * Renames what the shape knows, to any depth. Unknown fields keep the name they have on the wire, free-form objects keep
 * all their keys, and nothing is refused.
 */
export function decode({ fields, items }: AnyShape, wire: unknown): unknown {
  if (typeof wire !== 'object' || wire === null) return wire
  if (Array.isArray(wire)) return items ? wire.map((element) => decode(items, element)) : wire
  if (fields) return decodeFields(fields, wire)
  return items ? mapEntries(wire, (name, value) => [name, decode(items, value)]) : wire
}

function decodeFields(fields: Fields, wire: object): object {
  const known = new Map(Object.entries(fields).map(([name, shape]) => [wireNameOf(name, shape), { name, shape }]))
  return mapEntries(wire, (wireName, value) => {
    const field = known.get(wireName)
    return field ? [field.name, decode(field.shape, value)] : [wireName, value]
  })
}

// `fromEntries` defines keys where an assignment would run a setter: `__proto__` stays a key.
function mapEntries(wire: object, change: (name: string, value: unknown) => readonly [string, unknown]): object {
  return Object.fromEntries(Object.entries(wire).map(([name, value]) => change(name, value)))
}
