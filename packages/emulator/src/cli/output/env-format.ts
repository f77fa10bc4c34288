/** Environment variables by name. */
export type Variables = Readonly<Record<string, string>>

/** Lines of an `.env` file. Values with line breaks are quoted, with the breaks escaped. */
export const dotenvLines = (variables: Variables): readonly string[] =>
  Object.entries(variables).map(
    ([name, value]) => `${name}=${/^[\w:/.@*-]*$/.test(value) ? value : dotenvQuoted(value)}`,
  )

const dotenvQuoted = (value: string): string => `"${value.replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`

/** Commands of a POSIX shell. */
export const shellLines = (variables: Variables): readonly string[] =>
  Object.entries(variables).map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'`)
