import type { LostError } from './cause.js'
import type { WireResponse } from './response.js'

// No connection was made, so nothing was sent. Bun has its own word for it.
const NEVER_SENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused)$/

interface Facts {
  readonly status?: number | undefined
  readonly retryAfterSeconds?: number | undefined
  readonly code?: string | undefined
}

/**
 * Milliseconds until the next attempt, `NaN` if there must be none. A GET is retried after 429, 5xx but 501 and network
 * errors; anything else only if it certainly was not sent, as it must not be done twice.
 */
export function retryDelay(method: string, result: WireResponse | LostError, attempt: number): number {
  const { status = 503, retryAfterSeconds = 0, code = '' }: Facts = result
  // 501: the service does not know the operation, and will not a second later.
  const isTransient = status === 429 || (status >= 500 && status !== 501)
  const isSafe = method === 'GET' ? isTransient : NEVER_SENT.test(code)
  // Doubles from a quarter of a second to two, with 50 % jitter.
  const backoff = Math.min(2_000, 125 * 2 ** attempt) * (0.5 + Math.random() / 2)
  return isSafe ? retryAfterSeconds * 1_000 + backoff : Number.NaN
}
