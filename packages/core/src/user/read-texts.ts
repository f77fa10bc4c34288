import type { OnWrongClaim } from '../token/read-claim.js'

function isTexts(value: unknown): value is readonly string[] {
  if (!Array.isArray(value)) return false
  // Not `every`, which skips holes.
  for (const item of value) if (typeof item !== 'string') return false
  return true
}

/** The last list of each claim. */
const latest: { [claim: string]: readonly string[] } = {}

/**
 * Reads a list of strings, frozen. Gives the last list of this claim if that is equal: many users have the same roles,
 * and on JavaScriptCore freezing a list costs more than comparing it.
 */
export function readTexts(claim: string, value: unknown, onWrong: OnWrongClaim): readonly string[] {
  if (!isTexts(value)) {
    onWrong(claim, 'a list of strings', value)
    return []
  }
  const last = latest[claim]
  if (last?.length === value.length && value.every((item, at) => item === last[at])) return last
  latest[claim] = Object.freeze(value)
  return value
}
