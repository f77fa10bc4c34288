import { parseArgs } from 'node:util'
import { cases } from './loop/cases/catalogue.ts'
import { verifiers } from './subjects/catalogue.ts'
import { honoGuards } from './subjects/hono-guards.ts'
import { everywhere, type RuntimeName } from './subjects/subject.ts'

/** What is measured besides speed, by the names under which `--case` takes it. */
const otherCases = ['memory', 'size', 'cold-start'] as const

export interface Options {
  readonly cases: readonly string[]
  /** Empty for all. */
  readonly subjects: readonly string[]
  readonly runtimes: readonly RuntimeName[]
  readonly rounds: number
  readonly json: boolean
  readonly write: boolean
}

const usage = `pnpm bench [--case NAME]... [--subject NAME]... [--runtime NAME]... [--rounds N] [--json] [--write]

cases     ${[...cases.map(({ name }) => name), ...otherCases].join(', ')}
subjects  ${verifiers.map(({ name }) => name).join('; ')}
runtimes  ${everywhere.join(', ')}

--json prints the results as JSON, --write puts them into RESULTS.md (without filters only).`

function pick<Name extends string>(
  what: string,
  wanted: readonly string[] | undefined,
  known: readonly Name[],
): Name[] {
  const strange = wanted?.find((name) => !known.includes(name as Name))
  if (strange) throw new Error(`unknown ${what} "${strange}"\n\n${usage}`)
  return known.filter((name) => !wanted || wanted.includes(name))
}

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    // pnpm hands its own separator on.
    args: args.filter((arg) => arg !== '--'),
    options: {
      case: { type: 'string', multiple: true },
      subject: { type: 'string', multiple: true },
      runtime: { type: 'string', multiple: true },
      rounds: { type: 'string', default: '21' },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  })
  if (values.write && (values.case || values.subject || values.runtime))
    throw new Error('--write is for complete results: leave --case, --subject and --runtime away')
  const subjectNames = [...new Set([...verifiers, ...honoGuards].map(({ name }) => name))]
  return {
    cases: pick('case', values.case, [...cases.map(({ name }) => name), ...otherCases]),
    subjects: values.subject ? pick('subject', values.subject, subjectNames) : [],
    runtimes: pick('runtime', values.runtime, everywhere),
    rounds: Number(values.rounds),
    json: values.json,
    write: values.write,
  }
}
