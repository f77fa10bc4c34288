import { defineCommand } from '../line/command.js'
import type { Line } from '../line/flags.js'
import { UsageError } from '../line/usage-error.js'
import { atMost, needed, subcommand } from '../line/words.js'
import { columns } from '../output/columns.js'
import { printJson, printLines } from '../output/print.js'
import { CONNECTION_FLAGS } from '../running/connection-flags.js'
import { findEmulator, type RunningEmulator } from '../running/find-emulator.js'

const FLAGS = {
  force: { type: 'switch', meaning: 'save: replace a snapshot of this name' },
  ...CONNECTION_FLAGS,
} as const

export const snapshot = defineCommand({
  usage: [
    'snapshot [list] [flags]',
    'snapshot save NAME [--force] [flags]',
    'snapshot restore NAME [flags]',
    'snapshot remove NAME [flags]',
  ],
  details: `A snapshot is the whole state of the running emulator: users, organizations and settings as an export has
them, and also sessions, links, mail, deliveries and the clock. It is kept in the data directory, over a restart and a
reset; with --data :memory: it ends with the emulator. restore can be done any number of times. It removes faults and the
log of requests, as a reset does. Sessions that began after the save are gone, and those that have ended since are back.
NAME has letters, digits, dots, underscores and hyphens.`,
  flags: FLAGS,
  examples: [
    ['snapshot save before-upgrade', 'before you try something that is hard to undo'],
    ['snapshot restore before-upgrade', 'back to it, as often as you like'],
    ['snapshot save demo --force', 'the state of now in place of the one that "demo" has'],
    ['snapshot', 'what there is: names, times, numbers of users and organizations'],
  ],
  async run(line) {
    const request = toRequest(line)
    const emulator = await findEmulator(line)
    const answer = await request.send(emulator)
    return line.values.json ? printJson(answer) : printLines(request.toLines(answer, emulator.url))
  },
})

interface Snapshot {
  readonly name: string
  readonly saved: string
  readonly users: number
  readonly orgs: number
  readonly bytes: number
}

interface Request {
  send(emulator: RunningEmulator): Promise<unknown>
  toLines(answer: unknown, url: string): readonly string[]
}

/** @throws {UsageError} */
function toRequest({ words, values: { force } }: Line<typeof FLAGS>): Request {
  const command = subcommand(words, ['list', 'save', 'restore', 'remove'])
  atMost(words, command === 'list' ? 1 : 2)
  if (force && command !== 'save') throw new UsageError(`--force is a flag of snapshot save, not of ${command}`)
  if (command === 'list')
    return {
      send: ({ call }) => call('GET', '/snapshots'),
      toLines: (answer) => listLines((answer as { readonly snapshots: readonly Snapshot[] }).snapshots),
    }
  const name = needed(words, 1, `the name of the snapshot to ${command}`)
  const path = `/snapshots/${encodeURIComponent(name)}`
  if (command === 'remove')
    return { send: ({ call }) => call('DELETE', path), toLines: (_, url) => [`removed ${name} from ${url}`] }
  if (command === 'restore')
    return {
      send: ({ call }) => call('POST', `${path}/restore`),
      toLines: (answer, url) => [`restored ${url} to ${name}: ${content(answer as Snapshot)}`],
    }
  return {
    send: ({ call }) => call('POST', '/snapshots', { name, replace: force }),
    toLines: (answer, url) => [`saved ${url} as ${name}: ${content(answer as Snapshot)}`],
  }
}

const listLines = (snapshots: readonly Snapshot[]): readonly string[] =>
  snapshots.length === 0
    ? ['no snapshots']
    : columns(snapshots.map((one) => [one.name, one.saved, content(one), `${Math.ceil(one.bytes / 1024)} kB`]))

const content = ({ users, orgs }: Snapshot): string => `${users} users, ${orgs} organizations`
