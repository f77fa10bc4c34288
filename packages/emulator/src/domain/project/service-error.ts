/** Field name to messages, the body of most 400 answers. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>

export type ServiceErrorCode =
  | 'invalid_fields'
  | 'bad_request'
  | 'unauthorized'
  | 'user_not_found'
  | 'org_not_found'
  | 'not_found'
  | 'token_user_not_found'
  | 'access_token_creation_disabled'
  | 'orgs_disabled'
  | 'login_blocked'
  | 'snapshot_not_found'
  | 'snapshot_exists'

/** A request that the service answers with an error. Thrown by the domain; `http/reply.ts` has the status of each code. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode
  readonly fields: FieldErrors

  constructor(code: ServiceErrorCode, message: string, fields: FieldErrors = {}) {
    super(message)
    this.name = 'ServiceError'
    this.code = code
    this.fields = fields
  }
}

export const invalidFields = (fields: FieldErrors): ServiceError =>
  new ServiceError('invalid_fields', Object.values(fields).flat().join(' '), fields)

/** @throws {ServiceError} `invalid_fields` if there are errors */
export function rejectInvalid(errors: FieldErrors): void {
  if (Object.keys(errors).length > 0) throw invalidFields(errors)
}

export const userNotFound = (): ServiceError => new ServiceError('user_not_found', 'User not found')

export const orgNotFound = (): ServiceError => new ServiceError('org_not_found', 'Organization not found')
