import { decode } from './decode.js'
import type { Endpoint, Outcome } from './endpoint.js'
import { type FieldErrors, ManagementError } from './management-error.js'
import { readRetryAfter, type WireResponse } from './response.js'
import { accepted, isText } from './shape.js'

/** What a status means, where an endpoint does not say otherwise. */
const MEANINGS: { readonly [status: number]: Outcome } = {
  400: 'invalid_fields',
  401: 'invalid_api_key',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  // Upgrade Required is how PropelAuth says that organizations are switched off.
  426: 'feature_gated',
  429: 'rate_limited',
}

/** What errors may say beside the fields. */
interface ErrorBody {
  readonly [key: string]: unknown
  readonly error_code?: string
  readonly user_facing_error?: string
  readonly field_errors?: unknown
  readonly wait_seconds?: unknown
}

/**
 * What an answer means for an endpoint: its value, or the value the endpoint declares for this status.
 * @throws {ManagementError} every other answer
 */
export function readOutcome({ name, result, on }: Endpoint, { text, ...response }: WireResponse): unknown {
  const { status, retryAfterSeconds } = response
  const json = parse(text)
  const isList = Array.isArray(json)
  if (status >= 200 && status < 300) {
    if (result === accepted) return true
    if (json && isList === 'items' in result) return decode(result, json)
  }
  const { [status]: outcome = status >= 500 ? 'unavailable' : 'unexpected_response' } = { ...MEANINGS, ...on }
  if (!isText(outcome)) return outcome
  const body: ErrorBody = isList ? {} : { ...json }
  throw new ManagementError(outcome, name, {
    ...response,
    fieldErrors: outcome === 'invalid_fields' ? readFieldErrors(body) : undefined,
    errorCode: body.error_code,
    userFacingError: body.user_facing_error,
    retryAfterSeconds: retryAfterSeconds ?? readRetryAfter(`${JSON.stringify(body.wait_seconds)}`),
    body: text.slice(0, 1_000),
  })
}

/** The coded form keeps its fields below `field_errors`; otherwise the body is the map. */
function readFieldErrors(body: ErrorBody): FieldErrors {
  const isCoded = body.error_code ?? body.user_facing_error
  const fields = Object.entries(isCoded ? Object(body.field_errors) : body)
  return Object.fromEntries(fields.map(([field, messages]) => [field, [messages].flat().filter(isText)]))
}

/** The object or list in a text, if it is one. */
function parse(text: string): object | undefined {
  try {
    const json = JSON.parse(text)
    if (Object(json) === json) return json
  } catch {
    // No JSON is no value.
  }
}
