const longestSeconds = 2_147_483_647

/**
 * The seconds of a header `Retry-After`, which is a number or a date (RFC 9110 §10.2.3); `undefined` if it says nothing.
 */
export function readRetryAfter(header: string | null | undefined, nowMs: number): number | undefined {
  const text = header ?? ''
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - nowMs) / 1_000
  return seconds > 0 ? Math.min(Math.ceil(seconds), longestSeconds) : undefined
}
