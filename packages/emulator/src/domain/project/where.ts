import type { NamedValues } from '../../store/statement-values.js'

/** A part of a `WHERE` clause with the values of its placeholders. */
export interface Condition {
  readonly sql: string
  readonly values: NamedValues
}

/** The clause of the conditions that are asked for. One that fits every row would keep SQLite from using an index. */
export function where(...conditions: readonly (Condition | false)[]): Condition {
  const asked = conditions.filter((condition) => condition !== false)
  return {
    sql: asked.length === 0 ? '' : `WHERE ${asked.map(({ sql }) => `(${sql})`).join(' AND ')}`,
    values: Object.assign({}, ...asked.map(({ values }) => values)),
  }
}
