import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Row, toTable } from '../report/table.ts'
import type { SoakOptions } from './options.ts'
import type { SoakResult } from './run-soak.ts'
import type { TargetName } from './target.ts'

const require = createRequire(import.meta.url)
const versionOf = (name: string): string =>
  JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8')).version

const count = (value: number) => Math.round(value).toLocaleString('en')
const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`
const toMillis = (...values: readonly number[]) => values.map((value) => `${value.toFixed(1)} ms`).join(', ')
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

function toRequestTable({ rows }: SoakResult): string {
  const columns = ['accepted', 'refused', 'unavailable', 'reset', 'wrong', 'hung'] as const
  const total: Row = ['all', ...columns.map((column) => count(sum(rows.map((row) => row[column]))))]
  const lines = rows.map((row): Row => [row.kind, ...columns.map((column) => count(row[column]))])
  return toTable(['requests', '200', '401', '503', 'reset by the client', 'wrong', 'hung'], [...lines, total])
}

const toFetchRows = ({ loads }: SoakResult): Row[] => {
  const [longLived, ...cold] = loads
  const most = (among: typeof loads) => count(Math.max(0, ...among.map(({ maxPerMinute }) => maxPerMinute)))
  return [
    ['processes started', count(loads.length)],
    ['fetches of the long-lived process', count(longLived?.fetches ?? 0)],
    ['most of them in a minute', most(longLived ? [longLived] : [])],
    ['fetches of all others', count(sum(cold.map(({ fetches }) => fetches)))],
    ['most of one of them in a minute', most(cold)],
  ]
}

const toMemoryRows = ({ memory }: SoakResult): Row[] => [
  ['resident memory, first third (median)', mebibytes(memory.firstThird)],
  ['resident memory, last third (median)', mebibytes(memory.lastThird)],
  ['resident memory, maximum', mebibytes(memory.maximum)],
  ['memory', memory.isBounded === undefined ? 'run too short to judge' : memory.isBounded ? 'bounded' : 'grows'],
]

const toLoopRows = ({ loop }: SoakResult): Row[] =>
  loop
    ? [
        ['requests per second (median)', count(loop.perSecond)],
        ['event loop busy (median)', `${(loop.utilization * 100).toFixed(0)} %`],
        ['event-loop delay: 99th percentile, longest', toMillis(loop.delayP99, loop.delayMax)],
      ]
    : []

function toFigureTable(result: SoakResult): string {
  const { kv, knownKeys } = result
  return toTable(
    ['figure', ''],
    [
      ['wrong, of any kind', count(result.violations.filter(({ what }) => what !== 'no answer').length)],
      ['hung', count(sum(result.rows.map(({ hung }) => hung)))],
      ['keys published', count(result.keys)],
      ...toFetchRows(result),
      ...Object.entries(result.grounds).map(([because, times]): Row => [`tokens judged: ${because}`, count(times)]),
      ['store: reads, writes', `${count(kv.gets)}, ${count(kv.puts)}`],
      ['known keys: requests', count(knownKeys.requests)],
      ['known keys: 99th percentile, longest', toMillis(knownKeys.p99, knownKeys.longest)],
      ...toLoopRows(result),
      ...toMemoryRows(result),
    ],
  )
}

export const toTables = (result: SoakResult): string => `${toRequestTable(result)}\n\n${toFigureTable(result)}`

/** The file of a page. */
export const pageOf = (target: TargetName): string => (target === 'node' ? 'SOAK-NODE.md' : 'SOAK.md')

const setUps: Readonly<Record<TargetName, string>> = {
  workerd: `Written by \`pnpm soak --write\`. Two workerd processes: one lives for the whole run, the other is replaced every two minutes
or so. About 150 requests a second reach them.`,
  node: `Written by \`pnpm soak node --write\`. Two Node servers: one lives for the whole run, the other is replaced every two minutes or
so. At most 64 connections reach each of them, and the rate is adapted every second so that the event loop of the first
one is busy for 90 % of the time. While all connections wait for a failing key server, it is less.`,
}

const method = `[README.md](README.md#soak) says what happens in the run and what is expected.`

/** The page of a run. */
export function toSoakPage({ target, minutes, seed }: SoakOptions, result: SoakResult): string {
  const date = new Date().toISOString().slice(0, 10)
  const versions = `Node ${process.versions.node}, workerd ${versionOf('workerd')}, core ${versionOf('@propelauth-edge/core')}`
  const head = `${date}, ${minutes} minutes, seed ${seed}. ${versions}.`
  const title = target === 'node' ? '# Soak on Node' : '# Soak'
  return `${[title, head, setUps[target], method, toRequestTable(result), toFigureTable(result)].join('\n\n')}\n`
}
