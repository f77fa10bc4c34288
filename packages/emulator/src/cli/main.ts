import { COMMANDS, type CommandName, commandNamed, isCommandName } from './command-table.js'
import { takesValue } from './line/flags.js'
import { commandHelp, entry, PROGRAM } from './line/help-text.js'
import { START_FLAGS } from './line/start-flags.js'
import { UsageError } from './line/usage-error.js'
import { atMost } from './line/words.js'
import { exitCodeOf } from './output/exit-code.js'
import { print } from './output/print.js'

/** Runs a command line. Returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const { name, args, after } = split(argv)
  try {
    return await run(name, args, after)
  } catch (error) {
    process.stderr.write(`${PROGRAM}: ${error instanceof Error ? error.message : String(error)}\n`)
    if (error instanceof UsageError)
      process.stderr.write(`Try ${PROGRAM} help${isCommandName(name) ? ` ${name}` : ''}.\n`)
    return exitCodeOf(error)
  }
}

interface Split {
  /** Undefined if the command line names no command. */
  readonly name: string | undefined
  readonly args: readonly string[]
  /** What follows `--`. */
  readonly after: readonly string[]
}

/** The command may follow flags of `start`, as in `--port 0 exec -- CMD`. */
function split(argv: readonly string[]): Split {
  const end = argv.indexOf('--')
  const own = end === -1 ? argv : argv.slice(0, end)
  const after = end === -1 ? [] : argv.slice(end + 1)
  const position = commandPosition(own)
  if (position === undefined) return { name: undefined, args: own, after }
  return { name: own[position], args: own.toSpliced(position, 1), after }
}

function commandPosition(own: readonly string[]): number | undefined {
  for (let index = 0; index < own.length; index += 1) {
    const arg = own[index] ?? ''
    if (!arg.startsWith('-')) return index
    if (takesValue(START_FLAGS, arg)) index += 1
    // The command `start` says what is wrong with the flag.
    else if (!isSwitch(arg)) return undefined
  }
  return undefined
}

const isSwitch = (arg: string): boolean =>
  arg.includes('=') || Object.hasOwn(START_FLAGS, arg.replace(/^--(no-)?/, '')) || /^(-h|--help|--version)$/.test(arg)

async function run(name: string | undefined, args: readonly string[], after: readonly string[]): Promise<number> {
  const wantsHelp = args.some((arg) => arg === '--help' || arg === '-h')
  if (name === 'help' || (wantsHelp && name === undefined)) return help(args.filter((arg) => !arg.startsWith('-')))
  if (args.includes('--version')) return print(`${(await import('./process/version.js')).version()}\n`)
  const command = commandNamed(name ?? 'start')
  if (wantsHelp) return help([command])
  const { run: runCommand } = await COMMANDS[command].load()
  return runCommand(command === 'exec' || after.length === 0 ? args : [...args, '--', ...after], after)
}

async function help(words: readonly string[]): Promise<number> {
  atMost(words, 1)
  const [name] = words
  if (name === undefined) return print(generalHelp())
  const command = commandNamed(name)
  const { summary, load } = COMMANDS[command]
  return print(commandHelp(summary, await load()))
}

const generalHelp = (): string =>
  [
    `Usage: ${PROGRAM} [COMMAND] [flags]`,
    '',
    'A local PropelAuth for development and tests. Unofficial. Without a command it starts.',
    '',
    ...Object.keys(COMMANDS).flatMap((name) => entry(name, COMMANDS[name as CommandName].summary)),
    ...entry('help COMMAND', 'the flags of a command, with examples'),
    ...entry('--version', 'the version'),
    '',
    'Examples:',
    `  ${PROGRAM} exec -- npm run dev`,
    '      run your app against an emulator that starts and ends with it',
    `  ${PROGRAM} env --for next >> .env.local`,
    '      give your app the addresses and keys of the emulator that runs',
    '',
    'Commands find a running emulator by --url, by PROPELAUTH_AUTH_URL, or by its data directory.',
    'Exit codes: 0 done, 1 failed or no running emulator, 2 invalid arguments or seed, 3 port taken,',
    '4 NODE_ENV=production. exec returns the exit code of COMMAND, 126 if it cannot be run, 127 if it',
    'does not exist.',
    '',
  ].join('\n')
