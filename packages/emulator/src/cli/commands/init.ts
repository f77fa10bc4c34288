import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { isErrno } from '../../store/errno.js'
import { defineCommand } from '../line/command.js'
import { START_FLAGS } from '../line/start-flags.js'
import { atMost } from '../line/words.js'
import { printLines } from '../output/print.js'
import { USUAL_SEED } from '../process/seed-file.js'
import { SEED_TEMPLATE } from '../process/seed-template.js'

export const init = defineCommand({
  usage: ['init [flags]'],
  details: `It writes ${USUAL_SEED} with two users, one organization and comments, and adds the data directory to
.gitignore. A file that exists is not overwritten.`,
  flags: { data: START_FLAGS.data },
  examples: [['init', 'once, in the root of your project; then edit the seed file']],
  run(line) {
    atMost(line.words, 0)
    return printLines([writeSeed(), ignoreDirectory(line.values.data)])
  },
})

function writeSeed(): string {
  try {
    writeFileSync(USUAL_SEED, SEED_TEMPLATE, { flag: 'wx' })
    return `wrote ${USUAL_SEED}: edit it, then run propelauth-emulator`
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error
    return `${USUAL_SEED} exists and stays as it is`
  }
}

function ignoreDirectory(data: string): string {
  if (data === ':memory:') return 'no data directory to ignore'
  const entry = `${data.replace(/\/+$/, '')}/`
  const text = existsSync('.gitignore') ? readFileSync('.gitignore', 'utf8') : ''
  if (isIgnored(text, entry)) return `.gitignore has ${entry} already`
  const separator = text === '' || text.endsWith('\n') ? '' : '\n'
  appendFileSync('.gitignore', `${separator}${entry}\n`)
  return `added ${entry} to .gitignore`
}

/** The usual spellings: with or without a slash at either end. */
function isIgnored(gitignore: string, entry: string): boolean {
  const bare = (line: string): string => line.trim().replace(/^\.?\/|\/+$/g, '')
  return gitignore.split('\n').some((line) => bare(line) === bare(entry))
}
