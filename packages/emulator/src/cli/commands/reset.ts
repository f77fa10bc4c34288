import { defineCommand } from '../line/command.js'
import { UsageError } from '../line/usage-error.js'
import { atMost } from '../line/words.js'
import { printJson, printLines } from '../output/print.js'
import { readSeedFile } from '../process/seed-file.js'
import { CONNECTION_FLAGS } from '../running/connection-flags.js'
import { findEmulator } from '../running/find-emulator.js'

export const reset = defineCommand({
  usage: ['reset [--empty | --seed FILE] [flags]'],
  details: 'It also ends sessions, and removes mail, faults and advances of the clock. The keys stay.',
  flags: {
    empty: { type: 'switch', meaning: 'leave no users and organizations' },
    seed: { type: 'text', value: 'FILE', meaning: 'another seed than that of the start, until the next reset' },
    ...CONNECTION_FLAGS,
  },
  examples: [
    ['reset', 'back to the seed, before a run of end-to-end tests'],
    ['reset --seed fixtures/two-orgs.yaml', 'another state'],
  ],
  async run(line) {
    atMost(line.words, 0)
    const { empty, seed: file, json } = line.values
    if (empty && file !== undefined) throw new UsageError('--empty and --seed exclude each other: give one of them')
    const seed = file === undefined ? undefined : await readSeedFile(file)
    const { url, call } = await findEmulator(line)
    const answer = await call('POST', '/reset', { empty, seed })
    if (json) return printJson(answer)
    return printLines([`reset ${url} to ${empty ? 'an empty project' : (file ?? 'its seed')}`])
  },
})
