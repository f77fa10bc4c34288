import { parseArgs } from 'node:util'

export interface SoakOptions {
  readonly minutes: number
  readonly seed: number
  readonly json: boolean
  readonly write: boolean
}

const usage = `pnpm soak [--minutes N] [--seed N] [--json] [--write]

--json prints the result as JSON, --write puts it into SOAK.md.`

export function readSoakOptions(args: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    // pnpm hands its own separator on.
    args: args.filter((arg) => arg !== '--'),
    options: {
      minutes: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  })
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)]
  if (!(minutes > 0) || !Number.isInteger(seed)) throw new Error(usage)
  return { minutes, seed, json: values.json, write: values.write }
}
