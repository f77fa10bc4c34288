import type { LostError } from './cause.js'
import type { WireResponse } from './response.js'

// No connection came about, so no request was sent. Bun has a word of its own for it.
const NEVER_SENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused)$/

interface Facts {
  readonly status?: number | undefined
  readonly retryAfterSeconds?: number | undefined
  readonly code?: string | undefined
}

/**
 * How many milliseconds to wait before the next attempt, `NaN` if there must be none. A GET is tried again after 429, 5xx
 * and a loss on the way; anything else only if it certainly was not sent, as it must not be done twice.
 */
export function retryDelay(method: string, result: WireResponse | LostError, count: number): number {
  const { status = 503, retryAfterSeconds = 0, code = '' }: Facts = result
  // 501 says that the service does not know the operation, and will not in a second either.
  const isPassing = status === 429 || (status >= 500 && status !== 501)
  if (method === 'GET' ? !isPassing : !NEVER_SENT.test(code)) return Number.NaN
  // Doubles from a quarter of a second to two; half of it is chance, so that callers who failed together come back apart.
  const backoff = Math.min(2_000, 125 * 2 ** count) * (0.5 + Math.random() / 2)
  return retryAfterSeconds * 1_000 + backoff
}
