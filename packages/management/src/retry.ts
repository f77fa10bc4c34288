import type { WireResponse } from './send.js'

/** What an attempt came to. */
export type Attempt = { readonly response: WireResponse } | { readonly lost: Error }

// No connection came about, so no request was sent. Bun has a word of its own for it.
const NEVER_SENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused)$/

const LONGEST_BACKOFF_MS = 2_000

/**
 * How long to wait before the next attempt, or `undefined` if there must be none. A GET is tried again after 429, 5xx
 * and a loss on the way; anything else only if it certainly was not sent, as it must not be done twice.
 */
export function retryDelay(method: string, attempt: Attempt, count: number): number | undefined {
  const isRetried =
    'lost' in attempt ? method === 'GET' || wasNeverSent(attempt.lost) : method === 'GET' && isPassing(attempt.response)
  if (!isRetried) return undefined
  const askedFor = 'lost' in attempt ? 0 : (attempt.response.retryAfterSeconds ?? 0)
  return askedFor * 1_000 + backoff(count)
}

// 501 says that the service does not know the operation, and will not in a second either.
const isPassing = ({ status }: WireResponse) => status === 429 || (status >= 500 && status !== 501)

function wasNeverSent(lost: Error | undefined): boolean {
  if (!lost) return false
  return (
    ('code' in lost && NEVER_SENT.test(String(lost.code))) || (lost.cause instanceof Error && wasNeverSent(lost.cause))
  )
}

/** Doubles from a quarter of a second; half of it is chance, so that callers who failed together come back apart. */
function backoff(count: number): number {
  return Math.min(LONGEST_BACKOFF_MS, 250 * 2 ** (count - 1)) * (0.5 + Math.random() / 2)
}
