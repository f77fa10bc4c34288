import type { AnyShape } from './shape.js'

/** JSON values by their name on the wire. */
export interface WireValues {
  readonly [name: string]: unknown
}

/** Picks and renames what the shape declares. What is `undefined` is not sent; free-form objects go as they are. */
export function encode(shape: AnyShape | undefined, input: WireValues): WireValues {
  const declared = Array.from(shape?.fields ?? [], ([wireName, [name]]) => [wireName, input[name]] as const)
  return Object.fromEntries(declared.filter(([, value]) => value !== undefined))
}
