import type { ManagementErrorCode } from '../errors/error-codes.js'
import { ManagementError } from '../errors/management-error.js'

// The error for an id that cannot exist, for endpoints without a value for 404.

export const notFound = (operation: string, field: string) => refuse('not_found', operation, field)

export const invalidField = (operation: string, field: string) => refuse('invalid_fields', operation, field)

function refuse(code: ManagementErrorCode, operation: string, field: string): never {
  const messages = ['Not a valid id']
  throw new ManagementError(code, operation, { reason: `${field}: ${messages}`, fieldErrors: { [field]: messages } })
}
