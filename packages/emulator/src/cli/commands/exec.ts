import { appEnvironment, appSecrets } from '../../environment.js'
import { defineCommand } from '../line/command.js'
import { START_FLAGS } from '../line/start-flags.js'
import { readStartOptions } from '../line/start-options.js'
import { UsageError } from '../line/usage-error.js'
import { warn } from '../output/print.js'
import { appVariables } from '../process/app-variables.js'
import { runCommand } from '../process/run-command.js'
import { type Served, serve } from '../process/serve.js'
import { startRedirect } from '../redirect/start-redirect.js'
import { unreachedWarning } from '../redirect/unreached.js'
import { unredirectedWarning } from '../redirect/unredirected.js'

export const exec = defineCommand({
  usage: ['exec [flags] -- COMMAND'],
  details: `COMMAND gets the variables of the emulator, and its requests to the hosts of the service go to the emulator,
or a warning says which ones do not. The flags are those of start. It returns the exit code of COMMAND, 126 if it cannot be
run, 127 if it does not exist.`,
  flags: START_FLAGS,
  examples: [
    ['exec -- npm run dev', 'your app, with a local PropelAuth'],
    ['exec --data :memory: --port 0 -- npm test', 'tests that leave nothing behind'],
  ],
  async run(line, command) {
    if (line.words.length > 0)
      throw new UsageError(`a command follows --, as in exec -- ${[...line.words, ...command].join(' ')}`)
    const options = readStartOptions(line)
    if (!command[0]) throw new UsageError('exec needs a command after --')
    await using served = await serve(options)
    const { emulator } = served.server
    await using redirect = await startRedirect({ program: command[0], emulator, env: process.env, warn })
    describe(served)
    const warning = unredirectedWarning(command[0], emulator.authUrl)
    if (warning !== undefined) warn(warning)
    const exitCode = await runCommand(command, {
      ...appEnvironment(appSecrets(emulator)),
      ...appVariables(options.appUrls, process.env, process.cwd()),
      ...redirect.environment,
    })
    const isReached = redirect.isUsed() || emulator.requests().length > 0
    const unreached = isReached || warning !== undefined ? undefined : unreachedWarning(command[0])
    if (unreached !== undefined) warn(unreached)
    return exitCode
  },
})

/** On the standard error, because the output is that of the command. */
function describe({ server: { emulator, exposed }, hasPersonas }: Served): void {
  const { authUrl, personaPassword } = emulator
  process.stderr.write(`PropelAuth emulator: ${authUrl}, dashboard ${authUrl}/_emulator\n`)
  if (exposed && hasPersonas) warn(`the password of the personas is ${personaPassword}`)
}
