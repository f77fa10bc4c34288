import { decode } from './decode.js'
import type { Endpoint, Outcome } from './endpoint.js'
import type { ManagementErrorCode } from './error-codes.js'
import { type FieldErrors, ManagementError } from './management-error.js'
import type { WireResponse } from './send.js'
import { type AnyShape, accepted } from './shape.js'

const BY_STATUS = new Map<number, ManagementErrorCode>([
  [400, 'invalid_fields'],
  [401, 'invalid_api_key'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [409, 'conflict'],
  // Upgrade Required is how PropelAuth says that organizations are switched off.
  [426, 'feature_gated'],
  [429, 'rate_limited'],
])

const BY_WORD = new Map<unknown, ManagementErrorCode>([
  ['unauthorized', 'invalid_api_key'],
  ['user_not_found', 'not_found'],
  ['mfa_not_enabled', 'mfa_not_enabled'],
  ['incorrect_mfa_code', 'incorrect_mfa_code'],
  ['invalid_request_fields', 'invalid_fields'],
  ['feature_gated', 'feature_gated'],
])

/** What errors may say beside the fields. */
interface ErrorBody {
  readonly [key: string]: unknown
  readonly error_code?: unknown
  readonly user_facing_error?: unknown
  readonly wait_seconds?: unknown
}

/**
 * What an answer means for an endpoint: its value, or the value the endpoint declares for this status or word.
 * @throws {ManagementError} every other answer
 */
export function readOutcome(endpoint: Endpoint, response: WireResponse): unknown {
  if (response.status >= 200 && response.status < 300) return readResult(endpoint, response)
  const body = parseObject(response.text)
  const outcome = findOutcome(endpoint, response.status, body)
  if (typeof outcome === 'string') throw toError(outcome, endpoint, response, body)
  return outcome
}

function readResult(endpoint: Endpoint, response: WireResponse): unknown {
  if (endpoint.result === accepted) return true
  const wire = parse(response.text)
  if (!hasForm(endpoint.result, wire)) throw toError('unexpected_response', endpoint, response)
  const value = decode(endpoint.result, wire)
  const fieldErrors = endpoint.refuse?.(value as never)
  if (fieldErrors) throw new ManagementError('invalid_fields', endpoint.name, { fieldErrors })
  return value
}

const hasForm = ({ type }: AnyShape, wire: unknown) =>
  typeof wire === 'object' && wire !== null && Array.isArray(wire) === (type === 'list')

function findOutcome({ on = {} }: Endpoint, status: number, body: ErrorBody): Outcome {
  const words = [status, body.error_code, ...Object.values(toFieldErrors(body)).flat()]
  const word = words.find((candidate) => Object.hasOwn(on, String(candidate)))
  if (word !== undefined) return on[String(word)] ?? null
  if (status >= 500) return 'unavailable'
  const byWord = status === 429 ? undefined : BY_WORD.get(body.error_code)
  return byWord ?? BY_STATUS.get(status) ?? 'unexpected_response'
}

function toError(code: ManagementErrorCode, { name }: Endpoint, response: WireResponse, body: ErrorBody = {}) {
  return new ManagementError(code, name, {
    status: response.status,
    fieldErrors: code === 'invalid_fields' ? toFieldErrors(body) : undefined,
    errorCode: textOf(body.error_code),
    userFacingError: textOf(body.user_facing_error),
    retryAfterSeconds: response.retryAfterSeconds ?? waitOf(body.wait_seconds),
    requestId: response.requestId,
    body: response.text.slice(0, 1_000),
  })
}

/** The coded form keeps its fields below `field_errors`; otherwise the body is the map. */
function toFieldErrors(body: ErrorBody): FieldErrors {
  const { field_errors, ...plain } = body
  const isCoded = 'error_code' in body || 'user_facing_error' in body || field_errors !== undefined
  const fields = isCoded ? asObject(field_errors) : plain
  const messages = Object.entries(fields).map(([field, value]) => [field, [value].flat().filter(isText)] as const)
  return Object.fromEntries(messages.filter(([, texts]) => texts.length > 0))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const parseObject = (text: string) => asObject(parse(text))

const asObject = (value: unknown): ErrorBody =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}

const isText = (value: unknown): value is string => typeof value === 'string'
const textOf = (value: unknown) => (isText(value) ? value : undefined)
const waitOf = (value: unknown) => (typeof value === 'number' && value >= 0 ? Math.min(value, 86_400) : undefined)
