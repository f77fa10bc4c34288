import { type Row, toTable } from '../report/table.ts'
import { KINDS, type Kind } from './acknowledged.ts'
import type { Count } from './judge.ts'
import type { Result } from './result.ts'

const TITLES: Readonly<Record<Kind, string>> = {
  users: 'users',
  orgs: 'organizations',
  memberships: 'memberships',
  apiKeys: 'API keys',
  rotations: 'refresh tokens replaced',
}

/** What was acknowledged, and what of it is missing or there twice. */
export function toDurabilityTable({ acknowledged, verdict, events, kills, slowestStartMs }: Result): string {
  const rows = [
    ...KINDS.map((kind) => toRow(TITLES[kind], acknowledged[kind], verdict.kinds[kind])),
    toRow('webhooks about users', acknowledged.users, events),
  ]
  const table = toTable(['change', 'acknowledged', 'lost', 'doubled'], rows)
  const slowest = `the slowest start took ${Math.round(slowestStartMs)} ms`
  return `${table}\n\nkills: ${kills}; integrity_check: ${verdict.integrity}; ${slowest}`
}

const toRow = (title: string, all: number, { lost, doubled }: Count): Row => [
  title,
  all.toLocaleString('en'),
  String(lost),
  String(doubled),
]
