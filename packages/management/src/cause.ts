const DEEPEST = 3

/**
 * What a failed `fetch` says, without what it holds: errors of HTTP libraries carry the request, and its credential
 * with it. Keeps name, message and code, here and in the causes below.
 */
export function toCause(thrown: unknown, redact: (text: string) => string, depth = 0): Error {
  const { name, message, code, cause } = typeof thrown === 'object' && thrown !== null ? (thrown as ErrorLike) : {}
  const deeper = cause !== undefined && depth < DEEPEST ? { cause: toCause(cause, redact, depth + 1) } : undefined
  const copy = new Error(redact(String(message ?? thrown)), deeper)
  copy.name = redact(String(name ?? 'Error'))
  return code === undefined ? copy : Object.assign(copy, { code: redact(String(code)) })
}

interface ErrorLike {
  readonly name?: unknown
  readonly message?: unknown
  readonly code?: unknown
  readonly cause?: unknown
}
