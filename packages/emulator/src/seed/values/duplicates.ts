import type { Path, Problem } from './checks.js'

/** A problem for each value that occurs above. `field` is where the entries of the list have it. */
export function duplicates(path: Path, field: string, values: readonly (string | undefined)[]): readonly Problem[] {
  const above = new Set<string>()
  return values.flatMap((value, index) => {
    if (value === undefined) return []
    if (above.has(value)) return [taken([...path, index, field], value)]
    above.add(value)
    return []
  })
}

export const taken = (path: Path, value: string): Problem => ({
  path,
  message: `${JSON.stringify(value)} is already taken above`,
})
