import { parseArgs } from 'node:util'
import { UsageError } from './usage-error.js'

const ACTIONS = ['export', 'import', 'check'] as const

/** A parsed command line about seeds. */
export interface SeedCommand {
  readonly name: 'seed'
  readonly action: (typeof ACTIONS)[number] | 'help'
  readonly file: string
  readonly url: string
  readonly apiKey: string | undefined
}

const USUAL_SEED = 'propelauth.seed.yaml'

export const SEED_HELP = `Usage: propelauth-emulator seed COMMAND [flags]

  export          print the state of the emulator that runs at http://localhost:4460 as a seed file (JSON)
  import FILE     replace its state by that of a seed file, until the next reset
  check [FILE]    check a seed file (default ${USUAL_SEED}); needs no running emulator

  --auth-url URL  where the emulator is (default http://localhost:4460)
  --api-key KEY   the API key, if other machines can connect to it
`

const OPTIONS = {
  'auth-url': { type: 'string', default: 'http://localhost:4460' },
  'api-key': { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** @throws {UsageError} */
export function parseSeedCommand(args: readonly string[]): SeedCommand {
  const { values, positionals } = parseFlags(args)
  const [name, file, extra] = positionals
  const url = readOrigin(values['auth-url'])
  const common = { name: 'seed', url, apiKey: values['api-key'], file: file ?? USUAL_SEED } as const
  if (values.help) return { ...common, action: 'help' }
  const action = ACTIONS.find((known) => known === name)
  if (!action) throw new UsageError(`seed needs a command: ${ACTIONS.join(', ')}; see seed --help`)
  const surplus = action === 'export' ? file : extra
  if (surplus !== undefined) throw new UsageError(`unexpected argument ${JSON.stringify(surplus)}`)
  if (action === 'import' && file === undefined) throw new UsageError('seed import needs a file')
  return { ...common, action }
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function readOrigin(text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new UsageError(`--auth-url must be an http(s) URL, not ${text}`)
  return new URL(text).origin
}
