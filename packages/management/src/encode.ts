import { type AnyShape, wireNameOf } from './shape.js'

/** JSON values by their name on the wire. */
export interface WireValues {
  readonly [name: string]: unknown
}

const toWire = (value: unknown) => (value instanceof Date ? value.toISOString().slice(0, 10) : value)

/** Picks and renames what the shape declares. What is `undefined` is not sent; free-form objects go as they are. */
export function encode({ fields = {} }: AnyShape, input: object): WireValues {
  const values = new Map(Object.entries(input))
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => values.get(name) !== undefined)
      .map(([name, field]) => [wireNameOf(name, field), toWire(values.get(name))]),
  )
}
