import { unknownName } from '../../seed/values/checks.js'
import { UsageError } from './usage-error.js'

/** @throws {UsageError} if there are more words than the command takes */
export function atMost(words: readonly string[], count: number): void {
  const surplus = words[count]
  if (surplus !== undefined) throw new UsageError(`unexpected argument ${JSON.stringify(surplus)}`)
}

/**
 * The word at this position.
 * @param what what the word is, for the message
 * @throws {UsageError} if it is missing
 */
export function needed(words: readonly string[], index: number, what: string): string {
  const word = words[index]
  if (!word) throw new UsageError(`${what} is missing`)
  return word
}

/** The subcommand: the first word, or the default. @throws {UsageError} if there is none of that name */
export function subcommand<Name extends string>(words: readonly string[], names: readonly [Name, ...Name[]]): Name {
  const [word = names[0]] = words
  const found = names.find((name) => name === word)
  if (found === undefined) throw new UsageError(unknownName(word, names))
  return found
}
