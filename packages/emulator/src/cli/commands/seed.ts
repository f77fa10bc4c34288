import { defineCommand } from '../line/command.js'
import { atMost, needed } from '../line/words.js'
import { printJson, printLines } from '../output/print.js'
import { readSeedFile } from '../process/seed-file.js'
import { CONNECTION_FLAGS } from '../running/connection-flags.js'
import { findEmulator } from '../running/find-emulator.js'

export const seed = defineCommand({
  usage: ['seed FILE [flags]'],
  details: `It adds the entries of FILE and changes those that exist; what FILE does not name stays. A second time it
changes nothing. References are to keys in FILE. A reset restores the seed of the start.`,
  flags: CONNECTION_FLAGS,
  examples: [['seed demo-users.yaml', 'for a demo, more users beside those of the seed file']],
  async run(line) {
    atMost(line.words, 1)
    const file = needed(line.words, 0, 'the seed file')
    const content = await readSeedFile(file)
    const { url, call } = await findEmulator(line)
    const answer = await call('POST', '/seed', { seed: content })
    if (line.values.json) return printJson(answer)
    const { users = [], orgs = [] } = content
    return printLines([`applied ${file} to ${url}: ${users.length} users, ${orgs.length} organizations`])
  },
})
