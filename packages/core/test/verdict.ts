import { isAuthError } from '../src/response/auth-error.js'
import type { AuthErrorCode } from '../src/response/errors.js'
import { isRefusal } from '../src/response/refusal.js'

/** `accepted`, or the code of the refusal. */
export type Verdict = 'accepted' | AuthErrorCode

export const codeOf = (value: unknown): Verdict => (isRefusal(value) ? value.code : 'accepted')

/** The verdict of a function that throws an `AuthError` to refuse. Other errors pass through. */
export async function verdict(outcome: Promise<unknown>): Promise<Verdict> {
  try {
    return codeOf(await outcome)
  } catch (error) {
    if (isAuthError(error)) return error.code
    throw error
  }
}
