import type { Redact } from './redact.js'

interface ErrorLike {
  readonly message?: unknown
  readonly code?: unknown
  readonly cause?: unknown
}

/** A network error: the attempt got no complete response. */
export interface NetworkError extends Error {
  readonly code: string
  readonly status?: undefined
}

/**
 * Message and code of a failed `fetch` without its other properties: errors of HTTP libraries hold the request with its
 * credential. Node.js has the reason in the error's `cause`.
 */
export function toNetworkError(thrown: unknown, redact: Redact): NetworkError {
  const { message = thrown, code, cause }: ErrorLike = Object(thrown)
  const reason: ErrorLike = Object(cause)
  const properties = {
    message: cause ? `${message}: ${reason.message}` : `${message}`,
    code: `${code ?? reason.code ?? ''}`,
  }
  return Object.assign(new Error(''), redact(properties))
}
