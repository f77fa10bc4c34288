import { isObject } from '../../values/json.js'

/** The `login_method` claim. */
export type LoginMethod = {
  readonly login_method: string
  readonly provider?: string
  readonly org_id?: string
}

/** Undefined if the value is not a login method. Unknown fields are kept. */
export function toLoginMethod(value: unknown): LoginMethod | undefined {
  if (!isObject(value) || typeof value.login_method !== 'string') return undefined
  return { ...value, login_method: value.login_method }
}

/** Reads a stored login method. */
export const storedLoginMethod = (value: unknown): LoginMethod => toLoginMethod(value) ?? { login_method: 'unknown' }
