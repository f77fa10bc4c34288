import { defineCommand } from '../line/command.js'
import { readChoice, readUrl } from '../line/read-values.js'
import { atMost } from '../line/words.js'
import { dotenvLines, shellLines } from '../output/env-format.js'
import { print, printJson } from '../output/print.js'
import { LOCATION_FLAGS } from '../running/connection-flags.js'
import { readEnvironment } from '../running/environment.js'
import { findEmulator } from '../running/find-emulator.js'
import { environmentBlock, FRAMEWORK_NAMES, serverVariables } from '../running/frameworks.js'

const FORMATS = ['dotenv', 'shell', 'json'] as const

export const env = defineCommand({
  usage: ['env [--for FRAMEWORK] [flags]'],
  details: `It prints the addresses and keys of the emulator that runs, under the names that libraries and templates
read. Official SDKs call a fixed host for the backend API: run your app with exec, or use our management client.`,
  flags: {
    for: { type: 'text', value: 'FRAMEWORK', meaning: FRAMEWORK_NAMES.join(', '), otherwise: 'the names for a server' },
    'app-url': { type: 'text', value: 'URL', meaning: 'where your app runs', otherwise: 'the usual port of FRAMEWORK' },
    format: { type: 'text', value: 'FORMAT', meaning: FORMATS.join(', '), fallback: 'dotenv' },
    ...LOCATION_FLAGS,
  },
  examples: [
    ['env --for next >> .env.local', 'a block for Next.js'],
    ['env --for wrangler >> .dev.vars', 'for a Worker under wrangler dev'],
    ['env --format shell', 'for eval "$(…)" in a shell'],
  ],
  async run(line) {
    atMost(line.words, 0)
    const { for: name, 'app-url': appUrl } = line.values
    const framework = name === undefined ? undefined : readChoice('--for', name, FRAMEWORK_NAMES)
    const app = appUrl === undefined ? undefined : new URL(readUrl('--app-url', appUrl)).origin
    const format = readChoice('--format', line.values.format, FORMATS)
    const environment = await readEnvironment(await findEmulator(line))
    const { comment, variables } =
      framework === undefined
        ? { comment: 'The PropelAuth emulator. Keep it out of git.', variables: serverVariables(environment, app) }
        : environmentBlock(framework, environment, app)
    if (format === 'json') return printJson(variables)
    const lines = format === 'shell' ? shellLines(variables) : dotenvLines(variables)
    return print(`${[`# ${comment}`, ...lines].join('\n')}\n`)
  },
})
