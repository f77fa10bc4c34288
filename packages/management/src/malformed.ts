import type { ManagementErrorCode } from './error-codes.js'
import { ManagementError } from './management-error.js'

// For endpoints whose 404 is not a value: the error for an id that cannot exist.

export const notFound = (operation: string, field: string) => refuse('not_found', operation, field)

export const invalidField = (operation: string, field: string) => refuse('invalid_fields', operation, field)

function refuse(code: ManagementErrorCode, operation: string, field: string): never {
  const messages = ['Not a valid id']
  throw new ManagementError(code, operation, { reason: `${field}: ${messages}`, fieldErrors: { [field]: messages } })
}
