import type { Line } from '../line/flags.js'
import { atMost, needed, subcommand } from '../line/words.js'
import { printJson, printLines } from '../output/print.js'
import type { CONNECTION_FLAGS } from './connection-flags.js'
import { findEmulator } from './find-emulator.js'
import { type LIST_FLAGS, listQuery } from './list-flags.js'

/** What the control API lists, shows and creates. */
interface Records<List> {
  readonly path: '/users' | '/orgs'
  /** What the word after `show` is, for a message that it is missing. */
  readonly shown: string
  /** What the word after `create` is. */
  readonly created: string
  /** The body of the call that creates one. */
  readonly toBody: (word: string) => object
  readonly toLines: (list: List) => readonly string[]
}

/** Runs `list`, `show` or `create`. Returns the exit code. @throws {UsageError} */
export async function runRecords<List>(
  line: Line<typeof LIST_FLAGS & typeof CONNECTION_FLAGS>,
  { path, shown, created, toBody, toLines }: Records<List>,
): Promise<number> {
  const { words, values } = line
  const name = subcommand(words, ['list', 'show', 'create'])
  atMost(words, name === 'list' ? 1 : 2)
  if (name === 'list') {
    const query = listQuery(line)
    const list = await (await findEmulator(line)).call('GET', `${path}?${query}`)
    return values.json ? printJson(list) : printLines(toLines(list as List))
  }
  const word = needed(words, 1, name === 'show' ? shown : created)
  const { call } = await findEmulator(line)
  return printJson(
    await (name === 'show' ? call('GET', `${path}/${encodeURIComponent(word)}`) : call('POST', path, toBody(word))),
  )
}
