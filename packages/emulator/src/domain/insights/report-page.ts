import type { NamedValues } from '../../store/statement-values.js'
import { derivedUuid } from '../../values/ids.js'
import { type Found, findPage, type PageRequest } from '../project/page.js'
import type { Project } from '../project/project.js'
import { dayOf } from '../users/activity.js'

/** A report over an interval: which rows it has, and in which order. */
export interface Report {
  /** Part of the ids of its records. */
  readonly name: string
  /** A query with placeholders, a literal. Its rows have a `score`. */
  readonly rows: string
  readonly order: string
  readonly values: NamedValues
}

/** One page of a report, with the ids of the service: the same within a day, of the emulator's clock. */
export interface ReportPage<Row> extends Found<Row> {
  readonly reportId: string
  readonly reportTime: number
  idOf(subject: string): string
}

export function runReport<Row>(project: Project, report: Report, page: PageRequest): ReportPage<Row> {
  const found = findPage<Row>(project, `FROM (${report.rows})`, report.order, page, report.values)
  const reportId = derivedUuid('report', `${report.name} ${dayOf(project.clock.milliseconds())}`)
  const idOf = (subject: string): string => derivedUuid('report_record', `${reportId} ${subject}`)
  return { ...found, reportId, reportTime: project.clock.seconds(), idOf }
}

const DAY_SECONDS = 86_400

/** Unix seconds, a number of days ago. */
export const daysAgo = (project: Project, days: number): number => project.clock.seconds() - days * DAY_SECONDS

/** The day that was a number of days ago, as `YYYY-MM-DD`. */
export const dateDaysAgo = (project: Project, days: number): string => dayOf(daysAgo(project, days) * 1000)
