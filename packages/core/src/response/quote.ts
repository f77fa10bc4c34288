import { typeOf } from '../checks/plain-object.js'

/** Quotes a text from a request for a log line: at most 100 characters, printable ASCII only. */
export const quote = (text: string): string => JSON.stringify(text.slice(0, 100)).replace(/[^ -~]/g, '?')

/** Quotes a string; names the type of any other JSON value. */
export const quoteValue = (value: unknown): string => (typeof value === 'string' ? quote(value) : typeOf(value))

/** Quotes the first five texts of a list. */
export const quoteList = (texts: readonly string[]): string => `[${texts.slice(0, 5).map(quote)}]`
