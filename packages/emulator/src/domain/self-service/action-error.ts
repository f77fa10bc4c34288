import type { ServiceError } from '../project/service-error.js'

/** Why an action of a user is refused, in the codes of the frontend API. */
export type ActionErrorCode =
  | 'invalid_request_fields'
  | 'bad_request'
  | 'not_found'
  | 'user_not_found'
  | 'org_not_found'
  | 'not_logged_in'
  | 'action_forbidden'
  | 'action_disabled'
  | 'email_not_confirmed'
  | 'email_already_confirmed'
  | 'account_locked'
  | 'account_mfa_locked'
  | 'account_disabled'
  | 'incorrect_password'
  | 'invalid_mfa_cookie'
  | 'incorrect_mfa_code'
  | 'action_already_complete'
  | 'org_max_users_limit_exceeded'
  | 'user_max_orgs_limit_exceeded'
  | 'personal_domain_error'
  | 'domain_not_allowed'
  | 'ambiguous_results'

/** Field name to message. */
export type ActionFields = Readonly<Record<string, string>>

/** An action that a user may not take, or not like this. */
export class ActionError extends Error {
  readonly code: ActionErrorCode
  readonly fields: ActionFields

  constructor(code: ActionErrorCode, message: string, fields: ActionFields = {}) {
    super(message)
    this.name = 'ActionError'
    this.code = code
    this.fields = fields
  }
}

export const invalidRequest = (fields: ActionFields): ActionError =>
  new ActionError('invalid_request_fields', Object.values(fields).join(' '), fields)

/** @throws {ActionError} `invalid_request_fields` if there are problems */
export function rejectProblems(fields: ActionFields): void {
  if (Object.keys(fields).length > 0) throw invalidRequest(fields)
}

export const forbidden = (message: string): ActionError => new ActionError('action_forbidden', message)

/** The error in the codes of the frontend API. */
export function toActionError({ code, fields, message }: ServiceError): ActionError {
  switch (code) {
    case 'invalid_fields':
      return invalidRequest(Object.fromEntries(Object.entries(fields).map(([name, texts]) => [name, texts.join(' ')])))
    case 'user_not_found':
    case 'org_not_found':
    case 'not_found':
      return new ActionError(code, message)
    case 'orgs_disabled':
      return new ActionError('action_disabled', message)
    default:
      return new ActionError('bad_request', message)
  }
}
