import type { AuthErrorCode } from '../response/errors.js'
import { type Refusal, refuse } from '../response/refusal.js'

/** The pause after a 429 that does not say how long to wait. */
const defaultPauseSeconds = 5

/**
 * The refusal for a validator that failed. Keeps only the code and the waiting time of an error: its message may contain
 * the credential. With `ownLimit`, the code `rate_limited` is a limit of the credential and not of this backend.
 */
export function refuseFailure(unavailable: AuthErrorCode, error: unknown, ownLimit?: boolean): Refusal {
  const { code, status, retryAfterSeconds }: { [name: string]: unknown } = Object(error)
  const seconds = Math.ceil(Number(retryAfterSeconds))
  const wait = seconds > 0 && seconds < 1e6 ? seconds : undefined
  if (ownLimit && code === 'rate_limited') return refuse(code, undefined, { retryAfterSeconds: wait })
  const detail = /^\w+$/.test(String(code)) ? `The validator failed: ${code}` : 'The validator failed'
  const pause = wait ?? (status === 429 ? defaultPauseSeconds : undefined)
  return refuse(unavailable, detail, { retryAfterSeconds: pause })
}
