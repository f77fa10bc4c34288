import type { SQLInputValue } from 'node:sqlite'
import { escapeNul } from './nul-text.js'

export type Value = SQLInputValue

/** Values of `:name` placeholders. */
export type NamedValues = Readonly<Record<string, Value>>

/** Parameters of a statement: `?` by position, or `:name` by name. */
export type Values = readonly [NamedValues] | readonly Value[]

/** As they are stored. */
export function toStored(value: Value | NamedValues): Value | NamedValues {
  if (typeof value === 'string') return escapeNul(value)
  return isNamed(value)
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toStored(item) as Value]))
    : value
}

export const isNamed = (value: Value | NamedValues | undefined): value is NamedValues =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)
