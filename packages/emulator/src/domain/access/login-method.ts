import { isObject } from '../../values/json.js'

/** How somebody signed in, as tokens carry it (contract: login_method variants). */
export type LoginMethod = {
  readonly login_method: string
  readonly provider?: string
  readonly org_id?: string
}

/** Undefined for what is none. Further fields are kept: the service may know more of them. */
export function toLoginMethod(value: unknown): LoginMethod | undefined {
  if (!isObject(value) || typeof value.login_method !== 'string') return undefined
  return { ...value, login_method: value.login_method }
}

/** For what was stored here. */
export const storedLoginMethod = (value: unknown): LoginMethod => toLoginMethod(value) ?? { login_method: 'unknown' }
