/** The type of a value of JSON. */
export const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value

/** A text that a caller sent, in a form that is safe in a log line: at most 100 characters of printable ASCII. */
export const quote = (text: string): string => JSON.stringify(text.slice(0, 100)).replace(/[^ -~]/g, '?')

/** The same for a value of JSON; only the type is given of one that is not a string. */
export const quoteValue = (value: unknown): string => (typeof value === 'string' ? quote(value) : typeOf(value))

/** The first of several texts. */
export const quoteList = (texts: readonly string[]): string => `[${texts.slice(0, 5).map(quote)}]`
