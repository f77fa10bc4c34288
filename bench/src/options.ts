import { parseArgs } from 'node:util'
import { cases } from './loop/cases/catalogue.ts'
import { verifiers } from './subjects/catalogue.ts'
import { honoGuards } from './subjects/hono-guards.ts'
import { everywhere, type RuntimeName } from './subjects/subject.ts'

export interface Options {
  readonly cases: readonly string[]
  /** Empty for all. */
  readonly subjects: readonly string[]
  readonly runtimes: readonly RuntimeName[]
  /** Of the loops and the cold starts. */
  readonly rounds: number
  /** Of the servers. */
  readonly serverRounds: number
  /** How long a server is under load in a round. */
  readonly ms: number
  readonly json: boolean
  readonly write: boolean
}

/** By the names under which `--case` takes them. */
const allCases = ['server', ...cases.map(({ name }) => name), 'memory', 'size', 'cold-start']

const loopRounds = 21
const serverRounds = 7
const defaultMs = 1_000

const usage = `pnpm bench [--case NAME]... [--subject NAME]... [--runtime NAME]... [--rounds N] [--ms N] [--json] [--write]
pnpm bench compare REF [REF]   see pnpm bench compare --help
pnpm bench emulator            how quick the emulator starts, is seeded and answers

cases     ${allCases.join(', ')}
subjects  ${verifiers.map(({ name }) => name).join('; ')}
runtimes  ${everywhere.join(', ')}

--rounds N    rounds of everything (default: ${loopRounds} of loops and cold starts, ${serverRounds} of servers)
--ms N        milliseconds of load on a server in a round (default: ${defaultMs})

--json prints the results as JSON, --write puts them into RESULTS.md (without filters only).`

/** The known names that were given; all of them if none was given. */
export function pick<Name extends string>(
  what: string,
  wanted: readonly string[] | undefined,
  known: readonly Name[],
  help = usage,
): Name[] {
  const strange = wanted?.find((name) => !known.includes(name as Name))
  if (strange) throw new Error(`unknown ${what} "${strange}"\n\n${help}`)
  return known.filter((name) => !wanted || wanted.includes(name))
}

export function toCount(name: string, value: string | number, help = usage): number {
  const count = Number(value)
  if (!Number.isInteger(count) || count < 1) throw new Error(`--${name} takes a whole number above 0\n\n${help}`)
  return count
}

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    // pnpm hands its own separator on.
    args: args.filter((arg) => arg !== '--'),
    options: {
      case: { type: 'string', multiple: true },
      subject: { type: 'string', multiple: true },
      runtime: { type: 'string', multiple: true },
      rounds: { type: 'string' },
      ms: { type: 'string', default: String(defaultMs) },
      help: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(usage)
    process.exit()
  }
  if (values.write && (values.case || values.subject || values.runtime))
    throw new Error('--write is for complete results: leave --case, --subject and --runtime away')
  const subjectNames = [...new Set([...verifiers, ...honoGuards].map(({ name }) => name))]
  return {
    cases: pick('case', values.case, allCases),
    subjects: values.subject ? pick('subject', values.subject, subjectNames) : [],
    runtimes: pick('runtime', values.runtime, everywhere),
    rounds: toCount('rounds', values.rounds ?? loopRounds),
    serverRounds: toCount('rounds', values.rounds ?? serverRounds),
    ms: toCount('ms', values.ms),
    json: values.json,
    write: values.write,
  }
}
