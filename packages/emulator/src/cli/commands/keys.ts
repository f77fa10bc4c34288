import { defineCommand } from '../line/command.js'
import { atMost, subcommand } from '../line/words.js'
import { printJson, printLines } from '../output/print.js'
import { CONNECTION_FLAGS } from '../running/connection-flags.js'
import { readEnvironment } from '../running/environment.js'
import { findEmulator } from '../running/find-emulator.js'

export const keys = defineCommand({
  usage: ['keys [show] [flags]'],
  details: 'They are created at the first start and stay in the data directory. A reset keeps them.',
  flags: CONNECTION_FLAGS,
  examples: [['keys --json', 'the key set and the API key, for other programs']],
  async run(line) {
    subcommand(line.words, ['show'])
    atMost(line.words, 1)
    const environment = await readEnvironment(await findEmulator(line))
    if (line.values.json) return printJson(environment)
    const { apiKey, keyId, issuer, introspection, webhookSecret, personaPassword, verifierKey } = environment
    return printLines([
      `API key        ${apiKey}`,
      `Issuer         ${issuer}`,
      `Key id         ${keyId}`,
      `MCP server     ${introspection.clientId}, secret ${introspection.clientSecret}`,
      ...(webhookSecret === undefined ? [] : [`Webhooks       ${webhookSecret}`]),
      `Default users  ${personaPassword}`,
      '',
      verifierKey.trimEnd(),
    ])
  },
})
