import { ManagementError } from './management-error.js'

// What an operation gives for an id that cannot be one, where nothing more is to say: what it gives for one that is not
// there, as the official SDK has it.

export const absent = () => null

export const denied = () => false as const

export function notFound(operation: string, field: string): never {
  throw new ManagementError('not_found', operation, { fieldErrors: { [field]: ['Not a valid id'] } })
}

export function invalidField(operation: string, field: string): never {
  throw new ManagementError('invalid_fields', operation, { fieldErrors: { [field]: ['Not a valid id'] } })
}
