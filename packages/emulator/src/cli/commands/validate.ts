import { defineCommand } from '../line/command.js'
import { atMost } from '../line/words.js'
import { printLines } from '../output/print.js'
import { readSeedFile, USUAL_SEED } from '../process/seed-file.js'

export const validate = defineCommand({
  usage: ['validate [FILE]'],
  details: `Without FILE it checks ${USUAL_SEED}. All problems are listed, with their lines and paths. References are
checked once the form is right. Exit code 0 for a valid file, 2 for problems.`,
  flags: {},
  examples: [[`validate ${USUAL_SEED}`, 'in a pre-commit hook or in CI']],
  async run({ words }) {
    atMost(words, 1)
    const [name = USUAL_SEED] = words
    const { users = [], orgs = [] } = await readSeedFile(name)
    return printLines([`${name} is valid: ${users.length} users, ${orgs.length} organizations`])
  },
})
