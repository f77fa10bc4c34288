// Most versions of Node truncate a stored text at its first NUL character, so NUL is escaped.
const ESCAPE = '\u001b'
const SPELLED_ESCAPE = `${ESCAPE}1`
const SPELLED_NUL = `${ESCAPE}0`

export const escapeNul = (text: string): string =>
  text.includes('\0') || text.includes(ESCAPE)
    ? text.replaceAll(ESCAPE, SPELLED_ESCAPE).replaceAll('\0', SPELLED_NUL)
    : text

/** Reverses the escaping. Returns the same row. */
export function unescapeRow<Row extends object>(row: Row): Row {
  for (const name in row) {
    const value: unknown = row[name]
    if (typeof value === 'string' && value.includes(ESCAPE)) Object.assign(row, { [name]: unescapeNul(value) })
  }
  return row
}

const unescapeNul = (text: string): string => text.replaceAll(SPELLED_NUL, '\0').replaceAll(SPELLED_ESCAPE, ESCAPE)
