import { decode } from './decode.js'
import type { Endpoint, Outcome } from './endpoint.js'
import { type FieldErrors, ManagementError } from './management-error.js'
import { accepted } from './shape.js'
import type { WireResponse } from './transport.js'

/** What a status means, where an endpoint does not say otherwise. */
const MEANINGS: { readonly [statusOrWord: string]: Outcome } = {
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
  readonly error_code?: unknown
  readonly user_facing_error?: unknown
  readonly field_errors?: unknown
  readonly wait_seconds?: unknown
}

/**
 * What an answer means for an endpoint: its value, or the value the endpoint declares for this status or word.
 * @throws {ManagementError} every other answer
 */
export function readOutcome({ name, result, on }: Endpoint, response: WireResponse): unknown {
  const { status, text, retryAfterSeconds, requestId } = response
  const isOk = status >= 200 && status < 300
  if (isOk && result === accepted) return true
  const json = parse(text)
  if (isOk && (result.items ? Array.isArray(json) : isObject(json))) return decode(result, json)
  const body: ErrorBody = isObject(json) ? json : {}
  const fieldErrors = readFieldErrors(body)
  const words = [...Object.values(fieldErrors).flat(), `${body.error_code}`, status]
  const outcome = isOk ? 'unexpected_response' : findOutcome({ ...MEANINGS, ...on }, words, status)
  if (typeof outcome !== 'string') return outcome
  throw new ManagementError(outcome, name, {
    status,
    fieldErrors: outcome === 'invalid_fields' ? fieldErrors : undefined,
    errorCode: textOf(body.error_code),
    userFacingError: textOf(body.user_facing_error),
    retryAfterSeconds: retryAfterSeconds ?? (Number(body.wait_seconds) || undefined),
    requestId,
    body: text.slice(0, 1_000),
  })
}

function findOutcome(meanings: typeof MEANINGS, words: readonly PropertyKey[], status: number): Outcome {
  const word = words.find((candidate) => Object.hasOwn(meanings, candidate))
  if (word !== undefined) return meanings[String(word)] as Outcome
  return status >= 500 ? 'unavailable' : 'unexpected_response'
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

const isObject = (value: unknown): value is ErrorBody =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)
