import { isObject } from '../../values/json.js'

/** The object without what says nothing: undefined, null, empty texts, lists and objects. The order stays. */
export function filled<Fields extends object>(fields: Fields): Filled<Fields> {
  const present: Record<string, unknown> = {}
  for (const name in fields) if (!isEmpty(fields[name])) present[name] = fields[name]
  return present as Filled<Fields>
}

/** A field that can be null or undefined is absent instead. */
type Filled<Fields> = {
  [Name in keyof Fields as IsOptional<Fields[Name]> extends true ? never : Name]: Fields[Name]
} & { [Name in keyof Fields as IsOptional<Fields[Name]> extends true ? Name : never]?: NonNullable<Fields[Name]> }

type IsOptional<Value> = undefined extends Value ? true : null extends Value ? true : false

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.keys(value).length === 0)
