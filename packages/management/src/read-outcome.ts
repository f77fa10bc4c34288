import { decode } from './decode.js'
import type { Endpoint, Outcome } from './endpoint.js'
import { type FieldErrors, ManagementError } from './management-error.js'
import type { WireResponse } from './response.js'
import { accepted } from './shape.js'

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
  readonly wait_seconds?: number
}

/**
 * What an answer means for an endpoint: its value, or the value the endpoint declares for this status.
 * @throws {ManagementError} every other answer
 */
export function readOutcome({ name, result, on }: Endpoint, response: WireResponse): unknown {
  const { status, text, retryAfterSeconds, requestId } = response
  const isOk = status >= 200 && status < 300
  if (isOk && result === accepted) return true
  const json = parse(text)
  if (isOk && (result.items ? Array.isArray(json) : isObject(json))) return decode(result, json)
  const body: ErrorBody = isObject(json) ? json : {}
  const unknown = status >= 500 ? 'unavailable' : 'unexpected_response'
  const { [status]: outcome = unknown }: typeof MEANINGS = { ...MEANINGS, ...on }
  if (typeof outcome !== 'string') return outcome
  throw new ManagementError(outcome, name, {
    status,
    fieldErrors: outcome === 'invalid_fields' ? readFieldErrors(body) : undefined,
    errorCode: body.error_code,
    userFacingError: body.user_facing_error,
    retryAfterSeconds: retryAfterSeconds ?? body.wait_seconds,
    requestId,
    body: text.slice(0, 1_000),
  })
}

/** The coded form keeps its fields below `field_errors`; otherwise the body is the map. */
function readFieldErrors(body: ErrorBody): FieldErrors {
  const isCoded = 'error_code' in body || 'user_facing_error' in body
  const fields = Object.entries(isCoded ? Object(body.field_errors) : body)
  return Object.fromEntries(fields.map(([field, messages]) => [field, [messages].flat().map(String)]))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is ErrorBody => Object(value) === value && !Array.isArray(value)
