const LISTED = 20

/** Known names, for the message about an unknown one. */
export function listedNames(names: readonly string[]): string {
  if (names.length === 0) return 'none'
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : ''
  return `${names.slice(0, LISTED).join(', ')}${more}`
}
