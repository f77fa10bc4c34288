import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Row, toTable } from '../report/table.ts'
import type { SoakOptions } from './options.ts'
import type { SoakResult } from './run-soak.ts'

const require = createRequire(import.meta.url)
const versionOf = (name: string): string =>
  JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8')).version

const count = (value: number) => Math.round(value).toLocaleString('en')
const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

function toRequestTable({ rows }: SoakResult): string {
  const columns = ['accepted', 'refused', 'unavailable', 'reset', 'wrong', 'hung'] as const
  const total: Row = ['all', ...columns.map((column) => count(sum(rows.map((row) => row[column]))))]
  const lines = rows.map((row): Row => [row.kind, ...columns.map((column) => count(row[column]))])
  return toTable(['requests', '200', '401', '503', 'reset by the client', 'wrong', 'hung'], [...lines, total])
}

function toFigureTable(result: SoakResult): string {
  const { loads, kv, memory, knownKeys } = result
  const [longLived, ...cold] = loads
  const most = (among: typeof loads) => count(Math.max(0, ...among.map(({ maxPerMinute }) => maxPerMinute)))
  return toTable(
    ['figure', ''],
    [
      ['wrong, of any kind', count(result.violations.filter(({ what }) => what !== 'no answer').length)],
      ['hung', count(sum(result.rows.map(({ hung }) => hung)))],
      ['isolates started', count(loads.length)],
      ['keys published', count(result.keys)],
      ['fetches of the long-lived isolate', count(longLived?.fetches ?? 0)],
      ['most of them in a minute', most(longLived ? [longLived] : [])],
      ['fetches of all others', count(sum(cold.map(({ fetches }) => fetches)))],
      ['most of one of them in a minute', most(cold)],
      ...Object.entries(result.grounds).map(([because, times]): Row => [`tokens judged: ${because}`, count(times)]),
      ['store: reads, writes', `${count(kv.gets)}, ${count(kv.puts)}`],
      ['known keys: requests', count(knownKeys.requests)],
      ['known keys: 99th percentile, longest', `${knownKeys.p99.toFixed(1)} ms, ${knownKeys.longest.toFixed(1)} ms`],
      ['resident memory, first third (median)', mebibytes(memory.firstThird)],
      ['resident memory, last third (median)', mebibytes(memory.lastThird)],
      ['resident memory, maximum', mebibytes(memory.maximum)],
      ['memory', memory.isBounded === undefined ? 'too short a run to tell' : memory.isBounded ? 'bounded' : 'grows'],
    ],
  )
}

export const toTables = (result: SoakResult): string => `${toRequestTable(result)}\n\n${toFigureTable(result)}`

const method = `Written by \`pnpm soak --write\`. Two workerd processes with nothing in between: one lives for the whole run, the other is
replaced every two minutes or so. About 150 requests a second reach them over real connections, on the real clock,
while a seeded schedule breaks the key server (500, hang, drip, HTML, empty set, redirect, reset, down, slow; once for
longer than keys are fresh), breaks the store that the isolates share (error, hang, slow, late, garbage, another
project's entry, an old entry, a miss), rotates the keys every minute (with overlap, without, removal, another key under
the same id), floods with made-up key ids, and resets clients in the middle of a request.

What is expected is told from the schedule alone:

- A forged token is never accepted, and each is refused with a code that fits.
- A token of a published key is accepted once its process has accepted one of that key, or the key was published during
  35 s of a healthy origin, or it lay in a healthy store when the process started.
- A token of a withdrawn key is refused after 40 s of a healthy origin, remembered tokens included.
- A refusal is problem+json with a known code, a 503 has \`Retry-After\`, nothing else has a status of 5xx.
- Whoever stays gets an answer within 6 s, the user in it is the one in the token, and workerd has nothing to say about
  requests that wait for each other.
- Fetches: 3 a minute for unheard-of key ids, 3 more once keys are older than 10 minutes, 2 a second with nothing in
  hand, and one more for each whose client has gone.
- Memory is bounded if the median of the last third is at most 1.25 times that of the first third plus 16 MiB.

Valid tokens among the 401 and 503 are of keys that their process could not have yet: just published, or published while
the origin was away. In the long outage a key is added every minute and none is taken away, so there are many of them.`

/** The page SOAK.md. */
export function toSoakPage({ minutes, seed }: SoakOptions, result: SoakResult): string {
  const date = new Date().toISOString().slice(0, 10)
  const versions = `Node ${process.versions.node}, workerd ${versionOf('workerd')}, core ${versionOf('@propelauth-edge/core')}`
  const head = `${date}, ${minutes} minutes, seed ${seed}. ${versions}.`
  return `${['# Soak', head, method, toRequestTable(result), toFigureTable(result)].join('\n\n')}\n`
}
