/** A statement with `?1`, `?2` in place of named placeholders, and the names in the order of these numbers. */
export interface NumberedStatement {
  readonly sql: string
  readonly names: readonly string[]
}

/** For databases that bind values by position only. */
export function numberPlaceholders(named: string): NumberedStatement {
  const names: string[] = []
  const sql = named.replaceAll(/'[^']*'|:(\w+)/g, (found: string, name?: string) => {
    if (name === undefined) return found
    if (!names.includes(name)) names.push(name)
    return `?${names.indexOf(name) + 1}`
  })
  return { sql, names }
}
