import { defineCommand } from '../line/command.js'
import { atMost, needed } from '../line/words.js'
import { printJson, printLines } from '../output/print.js'
import { readSeedFile } from '../process/seed-file.js'
import { CONNECTION_FLAGS } from '../running/connection-flags.js'
import { findEmulator } from '../running/find-emulator.js'

export const importState = defineCommand({
  usage: ['import FILE [flags]'],
  details: `FILE is an export or a seed file. It replaces users, organizations and settings, and ends all sessions.
The keys of the emulator stay. The state survives a restart; a reset restores the seed of the start.`,
  flags: CONNECTION_FLAGS,
  examples: [['import bug-1234.json', 'the state that a colleague has exported']],
  async run(line) {
    atMost(line.words, 1)
    const file = needed(line.words, 0, 'the file to import')
    const seed = await readSeedFile(file)
    const { url, call } = await findEmulator(line)
    const answer = await call('POST', '/reset', { seed })
    return line.values.json ? printJson(answer) : printLines([`imported ${file} into ${url}`])
  },
})
