import type { Context } from 'hono'
import type { Project } from '../../domain/project/project.js'
import { ServiceError } from '../../domain/project/service-error.js'
import { ActionError, type ActionErrorCode, toActionError } from '../../domain/self-service/action-error.js'
import { errorResponse } from '../reply.js'

/** The official client goes by the code, not by the status. */
const STATUS = {
  invalid_request_fields: 400,
  bad_request: 400,
  not_found: 404,
  user_not_found: 404,
  org_not_found: 404,
  not_logged_in: 401,
  action_forbidden: 403,
  action_disabled: 403,
  email_not_confirmed: 403,
  email_already_confirmed: 400,
  account_locked: 403,
  account_mfa_locked: 403,
  account_disabled: 403,
  incorrect_password: 400,
  invalid_mfa_cookie: 401,
  incorrect_mfa_code: 400,
  action_already_complete: 400,
  org_max_users_limit_exceeded: 400,
  user_max_orgs_limit_exceeded: 400,
  personal_domain_error: 400,
  domain_not_allowed: 400,
  ambiguous_results: 400,
} as const satisfies Record<ActionErrorCode, number>

/** The error as the frontend API words it. */
export function frontendErrorResponse(project: Project, error: Error, c: Context): Response | Promise<Response> {
  if (error instanceof ServiceError) return frontendErrorResponse(project, toActionError(error), c)
  if (!(error instanceof ActionError)) return errorResponse(project, error)
  const { code, message, fields } = error
  const names = Object.keys(fields)
  const details = {
    field_errors: Object.fromEntries(names.map((name) => [name, 'invalid'])),
    user_facing_errors: fields,
  }
  const body = { error_code: code, user_facing_error: message, ...(names.length === 0 ? {} : details) }
  return c.json(body, STATUS[code])
}

type Codes = Readonly<Partial<Record<ActionErrorCode, ActionErrorCode>>>

/** Renames codes that the official client does not know for an operation: it throws on them. */
export async function withCodes<Result>(codes: Codes, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const action = error instanceof ServiceError ? toActionError(error) : error
    const code = action instanceof ActionError ? codes[action.code] : undefined
    throw code === undefined || !(action instanceof ActionError) ? error : new ActionError(code, action.message)
  }
}
