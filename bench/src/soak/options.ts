import { parseArgs } from 'node:util'
import { type TargetName, targets } from './target.ts'

export interface SoakOptions {
  readonly target: TargetName
  readonly minutes: number
  readonly seed: number
  readonly json: boolean
  readonly write: boolean
}

const usage = `pnpm soak [workerd|node] [--minutes N] [--seed N] [--json] [--write]

--json prints the result as JSON, --write puts it into SOAK.md, or SOAK-NODE.md.`

export function readSoakOptions(args: readonly string[]): SoakOptions {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    // pnpm hands its own separator on.
    args: args.filter((arg) => arg !== '--'),
    options: {
      minutes: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  })
  const [name = 'workerd', ...more] = positionals
  const target = Object.keys(targets).find((known): known is TargetName => known === name)
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)]
  if (!target || more.length > 0 || !(minutes > 0) || !Number.isInteger(seed)) throw new Error(usage)
  return { target, minutes, seed, json: values.json, write: values.write }
}
