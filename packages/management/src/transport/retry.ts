import type { NetworkError } from './network-error.js'
import type { WireResponse } from './response.js'

// No name was resolved or no connection made, so nothing was sent: ECONNREFUSED (ConnectionRefused in Bun), ENOTFOUND,
// EAI_AGAIN, UND_ERR_CONNECT_TIMEOUT.
const NEVER_SENT = /REFUSED$|ENOTFOUND|EAI_|CONNECT_TIMEOUT/i

interface Facts {
  readonly status?: number | undefined
  readonly retryAfterSeconds?: number | undefined
  readonly code?: string | undefined
}

/**
 * Milliseconds until the next attempt, or nothing if there must be none. A GET is retried after 429, 5xx but 501 and
 * network errors. Anything else is retried only if it certainly was not sent, as it must not be done twice.
 */
export function retryDelay(method: string, result: WireResponse | NetworkError, attempt: number): number | undefined {
  const { status = 503, retryAfterSeconds = 0, code = '' }: Facts = result
  // 501: the service does not know the operation, and will not a second later.
  const isTransient = status === 429 || (status >= 500 && status !== 501)
  const isSafe = method === 'GET' ? isTransient : NEVER_SENT.test(code)
  // Doubles from a quarter of a second to two, with 50 % jitter.
  const backoff = Math.min(1_000, 62.5 * 2 ** attempt) * (1 + Math.random())
  if (isSafe) return retryAfterSeconds * 1_000 + backoff
}
