import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

export interface DurabilityOptions {
  /** How often a process is killed. */
  readonly rounds: number
  /** Data directories in which that happens at the same time, so that one starts while another is under load. */
  readonly lanes: number
  /** Connections that change the project at the same time. */
  readonly writers: number
  /** Changes of each writer in the run without kills. */
  readonly changes: number
  readonly seed: number
  readonly json: boolean
}

const usage = `pnpm durability [--rounds N] [--lanes N] [--writers N] [--changes N] [--seed N] [--json]

Kills the emulator in N rounds under load, then lets every writer make N changes. 0 leaves a part out.`

export function readDurabilityOptions(args: readonly string[]): DurabilityOptions {
  const { values } = parseArgs({
    // pnpm hands its own separator on.
    args: args.filter((arg) => arg !== '--'),
    options: {
      rounds: { type: 'string', default: '500' },
      lanes: { type: 'string', default: String(availableParallelism()) },
      writers: { type: 'string', default: '32' },
      changes: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  })
  const { json, ...texts } = values
  const [rounds, lanes, writers, changes, seed] = [
    Number(texts.rounds),
    Number(texts.lanes),
    Number(texts.writers),
    Number(texts.changes),
    Number(texts.seed),
  ]
  if (![rounds, lanes, writers, changes, seed].every((value) => Number.isInteger(value) && value >= 0))
    throw new Error(usage)
  if (lanes === 0 || writers === 0) throw new Error(usage)
  return { rounds, lanes, writers, changes, seed, json }
}
