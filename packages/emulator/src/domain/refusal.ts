/** Field name to messages: the body of most 400 answers. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>

export type RefusalCode =
  | 'invalid_fields'
  | 'bad_request'
  | 'unauthorized'
  | 'user_not_found'
  | 'org_not_found'
  | 'not_found'
  | 'token_user_not_found'
  | 'access_token_creation_disabled'
  | 'orgs_disabled'

/** The service says no. Thrown by the domain; the HTTP side knows the status of each code. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly fields: FieldErrors

  constructor(code: RefusalCode, message: string, fields: FieldErrors = {}) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.fields = fields
  }
}

export const invalidFields = (fields: FieldErrors): Refusal =>
  new Refusal('invalid_fields', Object.values(fields).flat().join(' '), fields)

/** @throws {Refusal} `invalid_fields` when there is any error */
export function refuseInvalid(errors: FieldErrors): void {
  if (Object.keys(errors).length > 0) throw invalidFields(errors)
}

export const userNotFound = (): Refusal => new Refusal('user_not_found', 'User not found')

export const orgNotFound = (): Refusal => new Refusal('org_not_found', 'Organization not found')
