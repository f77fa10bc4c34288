import type { NamedValues } from '../../store/statement-values.js'
import type { Project } from './project.js'

/** A page of a list. Page numbers start at 0. */
export interface PageRequest {
  readonly size: number
  readonly number: number
}

export interface Found<Row> {
  readonly rows: Row[]
  readonly total: number
}

/** One page of rows and the total. `from` and `order` are literals with placeholders, not input. */
export function findPage<Row>(
  project: Project,
  from: string,
  order: string,
  page: PageRequest,
  values: NamedValues,
): Found<Row> {
  const counted = project.db.get<{ n: number }>(`SELECT count(*) AS n ${from}`, values)
  const sql = `SELECT * ${from} ORDER BY ${order} LIMIT :size OFFSET :skip`
  const rows = project.db.all<Row>(sql, { ...values, size: page.size, skip: page.size * page.number })
  return { rows, total: counted?.n ?? 0 }
}
