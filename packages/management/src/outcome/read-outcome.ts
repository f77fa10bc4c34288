import type { Endpoint } from '../endpoint/endpoint.js'
import { type FieldErrors, ManagementError } from '../errors/management-error.js'
import { decode } from '../shapes/decode.js'
import { isString } from '../shapes/is-string.js'
import { accepted } from '../shapes/shape.js'
import { toRetryAfter, type WireResponse } from '../transport/response.js'
import { outcomeOf } from './outcome-of.js'

/** What the service says about an error: these keys, messages by field, or nothing (`{}`). */
interface ErrorBody {
  readonly [field: string]: unknown
  readonly error_code?: string
  readonly user_facing_error?: string
  readonly field_errors?: unknown
  readonly wait_seconds?: unknown
}

/**
 * The meaning of a response for an endpoint: its result, or the value that the endpoint declares for this status.
 * @throws {ManagementError} every other response
 */
export function readOutcome(
  { name, result, on, errorCodes }: Endpoint,
  { text, redact, ...response }: WireResponse,
): unknown {
  const { status, retryAfterSeconds } = response
  const json = parse(text)
  const isList = Array.isArray(json)
  const isSuccess = status >= 200 && status < 300
  if (isSuccess && result === accepted) return true
  if (isSuccess && json && isList === 'items' in result) return decode(result, json)
  const body: ErrorBody = isList ? {} : { ...json }
  const { error_code: errorCode, user_facing_error: userFacingError } = body
  // Proxies and other servers answer 404, too, which says nothing about a user or an organization.
  const isForeign = status === 404 && !isString(errorCode ?? userFacingError) && JSON.stringify(json) !== '{}'
  const byStatus = isForeign ? 'unexpected_response' : outcomeOf(status, on)
  const outcome = errorCodes?.get(errorCode) ?? byStatus
  if (!isString(outcome)) return outcome
  const details = {
    ...response,
    ...((isSuccess || isForeign) && { reason: 'check baseUrl' }),
    fieldErrors: outcome === 'invalid_fields' ? readFieldErrors(body) : undefined,
    errorCode,
    userFacingError,
    retryAfterSeconds: retryAfterSeconds ?? toRetryAfter(body.wait_seconds),
    body: text,
  }
  throw new ManagementError(outcome, name, redact(details))
}

/** The coded form has its fields in `field_errors`; otherwise the body is the map. */
function readFieldErrors(body: ErrorBody): FieldErrors {
  const isCoded = body.error_code ?? body.user_facing_error
  const fields = Object.entries(isCoded ? Object(body.field_errors) : body)
  return Object.fromEntries(fields.map(([field, messages]) => [field, [messages].flat().filter(isString)]))
}

/** The object or list in a text, if it is one. */
function parse(text: string): object | undefined {
  try {
    const json = JSON.parse(text)
    if (Object(json) === json) return json
  } catch {
    // Other text has no value.
  }
}
