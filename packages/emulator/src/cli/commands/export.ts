import { existsSync, writeFileSync } from 'node:fs'
import { defineCommand } from '../line/command.js'
import { UsageError } from '../line/usage-error.js'
import { atMost } from '../line/words.js'
import { print, printLines } from '../output/print.js'
import { LOCATION_FLAGS } from '../running/connection-flags.js'
import { findEmulator } from '../running/find-emulator.js'

export const exportState = defineCommand({
  usage: ['export [FILE] [flags]'],
  details: `The format is that of a seed file: JSON, or YAML if FILE ends in .yaml or .yml. Without FILE it goes to
the output. Import gives the same state, and its export is the same text. Secrets are hashes where only hashes are
stored. Sessions, links, mail and deliveries are not in it. FILE is readable by its owner only.`,
  flags: { force: { type: 'switch', meaning: 'overwrite FILE' }, ...LOCATION_FLAGS },
  examples: [
    ['export bug-1234.json', 'the state in which a defect shows, for a colleague'],
    ['export | jq .users[].email', 'for other programs'],
  ],
  async run(line) {
    atMost(line.words, 1)
    const [file] = line.words
    if (file !== undefined && existsSync(file) && !line.values.force)
      throw new UsageError(`${file} exists. Give another name, or overwrite it with --force`)
    const { url, call } = await findEmulator(line)
    const state = await call('GET', '/seed')
    if (file === undefined) return print(jsonText(state))
    writeFileSync(file, await textFor(file, state), { mode: 0o600, flag: line.values.force ? 'w' : 'wx' })
    return printLines([`exported ${url} to ${file}`])
  },
})

const jsonText = (state: unknown): string => `${JSON.stringify(state, null, 2)}\n`

async function textFor(file: string, state: unknown): Promise<string> {
  if (!/\.ya?ml$/.test(file)) return jsonText(state)
  const { stringify } = await import('yaml')
  return stringify(state, { lineWidth: 0 })
}
