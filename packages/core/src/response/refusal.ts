import type { AuthErrorCode } from './errors.js'

/**
 * A refused request as plain data. Every step returns it instead of throwing, so that a refusal costs no stack trace.
 * It is recognised by its form, so that one made by another bundled copy of this package counts as well.
 */
export interface Refusal {
  readonly refused: true
  readonly code: AuthErrorCode
  /** The exact reason, for logs; sent to the caller only on request. */
  readonly detail?: string | undefined
  readonly retryAfterSeconds?: number | undefined
  /** What failed underneath: a rejected `fetch`, a store that threw. */
  readonly cause?: unknown
}

/**
 * A refusal, for a `TokenSource` of your own that finds a credential which must not count.
 *
 * @example
 * ```ts
 * const fromTicket: TokenSource = (request) =>
 *   request.headers.get('x-ticket') ? refuse('invalid_request', 'Tickets are not accepted any more') : null
 * ```
 */
/* @__NO_SIDE_EFFECTS__ */
export function refuse(
  code: AuthErrorCode,
  detail?: string,
  more?: { readonly retryAfterSeconds?: number | undefined; readonly cause?: unknown },
): Refusal {
  return { refused: true, code, detail, ...more }
}

/** Never ask this of data that a caller sent: a JSON object may have any members. */
export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && (value as Partial<Refusal>).refused === true
