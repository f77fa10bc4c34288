import { isString } from '../shapes/is-string.js'
import type { ManagementErrorCode } from './error-codes.js'

/** Messages of the service by the field's name on the wire. */
export interface FieldErrors {
  readonly [field: string]: readonly string[]
}

/** Properties of a {@link ManagementError}, in addition to code and operation. */
export interface ManagementErrorDetails {
  readonly status?: number | undefined
  /** The end of the message. Default: what the service said. */
  readonly reason?: string | undefined
  readonly fieldErrors?: FieldErrors | undefined
  readonly errorCode?: string | undefined
  readonly userFacingError?: string | undefined
  readonly retryAfterSeconds?: number | undefined
  readonly requestId?: string | undefined
  readonly body?: string | undefined
  readonly cause?: unknown
}

/**
 * A failed call. `code` says why (`MANAGEMENT_ERRORS` explains each), `message` what the service said. The backend API key
 * is in none of its properties.
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
  /** The HTTP status, if there was a response. */
  declare readonly status?: number
  /** Messages by field, named as on the wire (`first_name`). With `invalid_fields`; empty if the service named none. */
  declare readonly fieldErrors?: FieldErrors
  /** The service's own code, such as `feature_gated`. */
  declare readonly errorCode?: string
  /** A sentence of the service that may be shown to the user. */
  declare readonly userFacingError?: string
  /** The time until the same call may succeed, in seconds, as the service says; at most a day. */
  declare readonly retryAfterSeconds?: number
  /** The service's id of the request, for its support. */
  declare readonly requestId?: string
  /** The first kilobyte of the body, for logs. Not enumerable, as it may name users. */
  declare readonly body?: string

  constructor(code: ManagementErrorCode, operation: string, { body, reason, ...details }: ManagementErrorDetails = {}) {
    const { status, userFacingError } = details
    // By type: a service may send anything.
    const said = [reason, userFacingError, body].find(isString)?.slice(0, 300)
    super(`${operation}: ${code}${status ? ` (${status})` : ''}${said ? `: ${said}` : ''}`, details)
    // `cause`, which the line above has defined, stays not enumerable.
    Object.assign(this, details, { code, operation })
    // Not enumerable: frameworks copy enumerable properties into responses.
    Object.defineProperty(this, 'body', { value: body?.slice(0, 1_000) })
  }
}

/** Whether a thrown value is a {@link ManagementError}, also of another realm or another bundled copy. */
export function isManagementError(thrown: unknown): thrown is ManagementError {
  // By name: `instanceof` knows only one copy.
  const { name, operation }: Partial<ManagementError> = Object(thrown)
  return name === 'ManagementError' && operation !== undefined
}
