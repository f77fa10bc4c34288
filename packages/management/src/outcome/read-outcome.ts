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
  // The coded form has its messages in `field_errors`; otherwise the body is the map of messages.
  const coded = errorCode ?? userFacingError
  // Proxies and other servers answer 404, too, which says nothing about a user or an organization.
  const isForeign = status === 404 && !isString(coded) && JSON.stringify(json) !== '{}'
  const outcome = errorCodes?.get(errorCode) ?? (isForeign ? 'unexpected_response' : outcomeOf(status, on))
  if (!isString(outcome)) return outcome
  const details = {
    ...response,
    ...((isSuccess || isForeign) && { reason: 'check baseUrl' }),
    fieldErrors: outcome === 'invalid_fields' ? toFieldErrors(coded ? body.field_errors : body) : undefined,
    errorCode,
    userFacingError,
    retryAfterSeconds: retryAfterSeconds ?? toRetryAfter(body.wait_seconds),
    body: text,
  }
  throw new ManagementError(outcome, name, redact(details))
}

const toFieldErrors = (fields: unknown): FieldErrors =>
  Object.fromEntries(
    Object.entries(Object(fields)).map(([field, messages]) => [field, [messages].flat().filter(isString)]),
  )

/** The object or list in a text, if it is one. */
function parse(text: string): object | undefined {
  try {
    const json = JSON.parse(text)
    if (Object(json) === json) return json
  } catch {
    // Other text has no value.
  }
}
