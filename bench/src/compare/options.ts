import { parseArgs } from 'node:util'
import { cases } from '../loop/cases/catalogue.ts'
import { pick, toCount } from '../options.ts'
import { everywhere, type RuntimeName } from '../subjects/subject.ts'

export interface CompareOptions {
  /** Two refs; without the second one, the checkout as it is, uncommitted changes included. */
  readonly refs: readonly [string, string | undefined]
  readonly cases: readonly string[]
  readonly runtimes: readonly RuntimeName[]
  readonly withServers: boolean
  readonly rounds: number
  readonly ms: number
  readonly json: boolean
}

const usage = `pnpm bench compare REF [REF] [--case NAME]... [--runtime NAME]... [--server] [--rounds N] [--ms N] [--json]

Compares two builds of ours. Without the second ref, the other one is the checkout as it is, uncommitted changes included.

cases       ${cases.map(({ name }) => name).join(', ')}, none
runtimes    ${everywhere.join(', ')}
--server    real servers as well
--rounds N  rounds of every cell, each in fresh processes (default: 9)
--ms N      milliseconds of load on a server in a lap (default: 500)
--json      prints the cells as JSON`

export function readCompareOptions(args: readonly string[]): CompareOptions {
  const { values, positionals } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    allowPositionals: true,
    options: {
      case: { type: 'string', multiple: true },
      runtime: { type: 'string', multiple: true },
      server: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '9' },
      ms: { type: 'string', default: '500' },
      help: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(usage)
    process.exit()
  }
  const [first, second, ...more] = positionals
  if (!first || more.length > 0) throw new Error(usage)
  return {
    refs: [first, second],
    cases: values.case?.includes('none')
      ? []
      : pick(
          'case',
          values.case,
          cases.map(({ name }) => name),
          usage,
        ),
    runtimes: pick('runtime', values.runtime, everywhere, usage),
    withServers: values.server,
    rounds: toCount('rounds', values.rounds, usage),
    ms: toCount('ms', values.ms, usage),
    json: values.json,
  }
}
