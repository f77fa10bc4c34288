import type { ManagementErrorCode } from './error-codes.js'

/** What was refused, by the name of the field on the wire. */
export interface FieldErrors {
  readonly [field: string]: readonly string[]
}

/** What a {@link ManagementError} may say beyond its code; only what is known is there. */
export interface ManagementErrorDetails {
  readonly status?: number | undefined
  readonly fieldErrors?: FieldErrors | undefined
  readonly errorCode?: string | undefined
  readonly userFacingError?: string | undefined
  readonly retryAfterSeconds?: number | undefined
  readonly requestId?: string | undefined
  readonly body?: string | undefined
  readonly cause?: unknown
}

/**
 * A call that did not give its value. `code` says why (`MANAGEMENT_ERRORS` explains each). The backend API key is nowhere
 * in it.
 *
 * @example
 * ```ts
 * import { createManagementClient, isManagementError } from '@propelauth-edge/management'
 *
 * const management = createManagementClient({ authUrl: 'https://auth.example.com', apiKey: 'key' })
 * try {
 *   await management.createUser({ email: 'not an address' })
 * } catch (error) {
 *   if (!isManagementError(error) || error.code !== 'invalid_fields') throw error
 *   console.log(error.fieldErrors?.email)
 * }
 * ```
 */
export class ManagementError extends Error {
  override readonly name = 'ManagementError'
  declare readonly code: ManagementErrorCode
  /** The name of the function that was called. */
  declare readonly operation: string
  /** The HTTP status, if there was an answer. */
  declare readonly status?: number
  /** Messages by field, named as on the wire (`first_name`). With `invalid_fields`; empty if the service named none. */
  declare readonly fieldErrors?: FieldErrors
  /** The service's own word, such as `feature_gated`. */
  declare readonly errorCode?: string
  /** A sentence of the service that may be shown to the user. */
  declare readonly userFacingError?: string
  /** Seconds after which the same call may succeed, where the service says so; at most a day. */
  declare readonly retryAfterSeconds?: number
  /** The service's id of the request, for its support. */
  declare readonly requestId?: string
  /** The first kilobyte of the answer, for logs. Not enumerable, as answers may name users. */
  declare readonly body?: string

  constructor(code: ManagementErrorCode, operation: string, { cause, body, ...details }: ManagementErrorDetails = {}) {
    super(`${operation}: ${code}${details.status ? ` (${details.status})` : ''}`, cause ? { cause } : undefined)
    // Through JSON, which leaves out what is undefined.
    Object.assign(this, JSON.parse(JSON.stringify({ ...details, code, operation })))
    // Not enumerable: frameworks copy what is into answers.
    Object.defineProperty(this, 'body', { value: body })
  }
}

/** Whether something thrown is a {@link ManagementError}, also of another realm or another bundled copy. */
export function isManagementError(thrown: unknown): thrown is ManagementError {
  // By name, as `instanceof` knows one copy alone.
  const { name, operation }: Partial<ManagementError> = Object(thrown)
  return name === 'ManagementError' && operation !== undefined
}
