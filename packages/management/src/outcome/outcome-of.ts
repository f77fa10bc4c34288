import type { Endpoint } from '../endpoint/endpoint.js'
import { type Outcome, STATUS_OUTCOMES } from '../errors/error-codes.js'

/** The meaning of a status: as the endpoint declares it, otherwise the same for all endpoints. */
export function outcomeOf(status: number, declared: Endpoint['on']): Outcome {
  const outcome = { ...STATUS_OUTCOMES, ...declared }[status]
  if (outcome !== undefined) return outcome
  return status >= 500 ? 'unavailable' : 'unexpected_response'
}
