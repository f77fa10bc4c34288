import type { AnyShape } from './shape.js'

/** JSON values by wire name. */
export interface WireValues {
  readonly [name: string]: unknown
}

/** Picks and renames the fields of the shape. `undefined` is left out; free-form objects are sent unchanged. */
export function encode(shape: AnyShape | undefined, input: WireValues): WireValues {
  const declared = Array.from(shape?.fields ?? [], ([wireName, [name]]) => [wireName, input[name]] as const)
  return Object.fromEntries(declared.filter(([, value]) => value !== undefined))
}
