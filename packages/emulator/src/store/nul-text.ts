// Most versions of Node read a stored text only up to its first NUL character, so none is stored.
const ESCAPE = '\u001b'
const SPELLED_ESCAPE = `${ESCAPE}1`
const SPELLED_NUL = `${ESCAPE}0`

export const escapeNul = (text: string): string =>
  text.includes('\0') || text.includes(ESCAPE)
    ? text.replaceAll(ESCAPE, SPELLED_ESCAPE).replaceAll('\0', SPELLED_NUL)
    : text

/** The row as it was before its texts were escaped: nearly always the very same one. */
export function unescapeRow<Row extends object>(row: Row): Row {
  for (const [name, value] of Object.entries(row)) {
    if (typeof value === 'string' && value.includes(ESCAPE)) Object.assign(row, { [name]: unescapeNul(value) })
  }
  return row
}

const unescapeNul = (text: string): string => text.replaceAll(SPELLED_NUL, '\0').replaceAll(SPELLED_ESCAPE, ESCAPE)
