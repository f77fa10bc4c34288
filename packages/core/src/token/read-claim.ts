/** A parsed JSON object. It may have any name, `__proto__` included. */
export type JsonObject = { readonly [name: string]: unknown }

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export type OrgRoleStructure = 'single_role_in_hierarchy' | 'multi_role'

/** Called for each claim that is missing or of the wrong type. The object that is constructed must not be used then. */
export type OnWrongClaim = (claim: string, expected: string, found: unknown) => void

/** The expected form of a claim, in code and in words. */
interface Form<Value> {
  readonly expected: string
  is(value: unknown): value is Value
}

export const id: Form<string> = {
  expected: 'a non-empty string',
  is: (value): value is string => typeof value === 'string' && value !== '',
}
export const text: Form<string> = {
  expected: 'a string',
  is: (value): value is string => typeof value === 'string',
}
export const object: Form<JsonObject> = { expected: 'an object', is: isJsonObject }
export const roleStructure: Form<OrgRoleStructure> = {
  expected: '"single_role_in_hierarchy" or "multi_role"',
  is: (value): value is OrgRoleStructure => value === 'single_role_in_hierarchy' || value === 'multi_role',
}

/** Reads a claim. The value has the type unless `onWrong` was called. */
export function required<Value>(claim: string, value: unknown, form: Form<Value>, onWrong: OnWrongClaim): Value {
  if (!form.is(value)) onWrong(claim, form.expected, value)
  return value as Value
}

/** Reads a claim that may be absent or null. */
export const optional = <Value>(claim: string, value: unknown, form: Form<Value>, onWrong: OnWrongClaim) =>
  value === undefined || value === null ? undefined : required(claim, value, form, onWrong)
