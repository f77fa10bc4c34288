import type { NamedValues } from '../../store/statement-values.js'
import type { Project } from '../project/project.js'
import { dayOf } from '../users/activity.js'
import type { Period } from './periods.js'

/** By the word in the path: the name in the answer, and how a period is counted. */
const METRICS = {
  signups: { chartType: 'Signups', count: created('users') },
  orgs_created: { chartType: 'OrgsCreated', count: created('orgs') },
  active_users: { chartType: 'ActiveUsers', count: active('user_id', 'user_activity') },
  active_orgs: { chartType: 'ActiveOrgs', count: active('org_id', 'user_activity JOIN memberships USING (user_id)') },
} as const satisfies Record<string, { readonly chartType: string; readonly count: Count }>

export type ChartMetric = keyof typeof METRICS

export const isChartMetric = (name: string): name is ChartMetric => Object.hasOwn(METRICS, name)

export const chartTypeOf = (metric: ChartMetric): string => METRICS[metric].chartType

export interface ChartPoint {
  /** The first day of the period. */
  readonly date: string
  readonly result: number
  /** Whether the period has ended. */
  readonly completed: boolean
}

/** The metric in each of the periods. */
export function chartPoints(project: Project, metric: ChartMetric, periods: readonly Period[]): ChartPoint[] {
  const today = dayOf(project.clock.milliseconds())
  return periods.map((period) => ({
    date: period.start,
    result: METRICS[metric].count(project, period),
    completed: period.end <= today,
  }))
}

type Count = (project: Project, period: Period) => number

/** Counts rows by their creation. Those that were deleted do not count. */
function created(table: 'users' | 'orgs'): Count {
  const sql = `SELECT count(*) AS n FROM ${table} WHERE created_at >= :start AND created_at < :end`
  return (project, { start, end }) => numberOf(project, sql, { start: seconds(start), end: seconds(end) })
}

function active(subject: 'user_id' | 'org_id', tables: string): Count {
  const sql = `SELECT count(DISTINCT ${subject}) AS n FROM ${tables} WHERE date >= :start AND date < :end`
  return (project, { start, end }) => numberOf(project, sql, { start, end })
}

const numberOf = (project: Project, sql: string, values: NamedValues): number =>
  project.db.get<{ n: number }>(sql, values)?.n ?? 0

const seconds = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 1000
