import { defineCommand } from '../line/command.js'
import { atMost } from '../line/words.js'
import { printJson, printLines } from '../output/print.js'
import { CONNECTION_FLAGS } from '../running/connection-flags.js'
import { findEmulator } from '../running/find-emulator.js'

export const status = defineCommand({
  usage: ['status [flags]'],
  details: 'Exit code 0 if it runs, 1 if not.',
  flags: CONNECTION_FLAGS,
  examples: [['status', 'its address, process and data directory']],
  async run(line) {
    atMost(line.words, 0)
    const { url, status: found } = await findEmulator(line)
    if (line.values.json) return printJson({ url, ...found })
    const { authUrl, issuer, pid, started, data, users, orgs, advanced, exposed } = found
    return printLines([
      `Running     ${url}, process ${pid}, since ${started}`,
      `Auth URL    ${authUrl}${issuer === authUrl ? '' : `, issuer ${issuer}`}`,
      `Dashboard   ${url}/_emulator`,
      `Data        ${data}: ${users} users, ${orgs} organizations`,
      ...(advanced === 0 ? [] : [`Clock       ${advanced} seconds ahead`]),
      ...(exposed ? ['Network     other machines can connect; /_emulator needs the API key'] : []),
    ])
  },
})
