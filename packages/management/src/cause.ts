import type { Redact } from './response.js'

interface ErrorLike {
  readonly message?: unknown
  readonly code?: unknown
  readonly cause?: unknown
}

/** An attempt that came to no answer. */
export interface LostError extends Error {
  readonly code: string | undefined
  readonly status?: undefined
}

/**
 * What a failed `fetch` says, without what it holds: errors of HTTP libraries carry the request, and its credential
 * with it. Keeps message and code, which Node.js has one level below.
 */
export function toCause(thrown: unknown, redact: Redact): LostError {
  const { message = thrown, code, cause }: ErrorLike = Object(thrown)
  const below: ErrorLike = Object(cause)
  const copy = new Error(redact(cause ? `${message}: ${below.message}` : `${message}`))
  return Object.assign(copy, { code: redact(String(code ?? below.code ?? '')) })
}
