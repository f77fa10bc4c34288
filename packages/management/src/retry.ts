import type { WireResponse } from './transport.js'

// No connection came about, so no request was sent. Bun has a word of its own for it.
const NEVER_SENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused)$/

/**
 * How many milliseconds to wait before the next attempt, `NaN` if there must be none. A GET is tried again after 429, 5xx
 * and a loss on the way; anything else only if it certainly was not sent, as it must not be done twice.
 */
export function retryDelay(method: string, response: WireResponse | undefined, code: string, attempt: number): number {
  const isSafe = method === 'GET' ? !response || isPassing(response.status) : NEVER_SENT.test(code)
  if (!isSafe) return Number.NaN
  // Doubles from a quarter of a second to two; half of it is chance, so that callers who failed together come back apart.
  const backoff = Math.min(2_000, 125 * 2 ** attempt) * (0.5 + Math.random() / 2)
  return (response?.retryAfterSeconds ?? 0) * 1_000 + backoff
}

// 501 says that the service does not know the operation, and will not in a second either.
const isPassing = (status: number) => status === 429 || (status >= 500 && status !== 501)

/** Waits; an aborted call waits no more. */
export const pause = (delayMs: number, signal: AbortSignal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, delayMs)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
