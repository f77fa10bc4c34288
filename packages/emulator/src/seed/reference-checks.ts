import { type Path, type Problem, unknownName } from './checks.js'

export const keysOf = (items: readonly { readonly key: string }[]): readonly string[] => items.map(({ key }) => key)

export const idsOf = (items: readonly { readonly id?: string }[]): readonly (string | undefined)[] =>
  items.map(({ id }) => id)

export function knownOr(known: readonly string[], name: string, path: Path): readonly Problem[] {
  return known.includes(name) ? [] : [{ path, message: unknownName(name, known) }]
}
