import type { Context } from 'hono'
import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import { StepUpError, type StepUpFields } from '../domain/access/step-up-error.js'
import { OAuthError } from '../domain/oauth/oauth-error.js'
import type { Project } from '../domain/project/project.js'
import { ServiceError, type ServiceErrorCode } from '../domain/project/service-error.js'
import { DataDirectoryError } from '../store/data-directory-error.js'
import { wantsPage } from './html/accept.js'
import { page } from './html/page.js'

const STATUS = {
  invalid_fields: 400,
  bad_request: 400,
  unauthorized: 401,
  token_user_not_found: 403,
  user_not_found: 404,
  org_not_found: 404,
  not_found: 404,
  access_token_creation_disabled: 404,
  login_blocked: 403,
  orgs_disabled: 426,
  snapshot_not_found: 404,
  snapshot_exists: 409,
} as const satisfies Record<ServiceErrorCode, number>

/**
 * The error as the service words it: a map of field errors, or a code with a sentence. Always JSON, since official
 * SDKs parse the body of an error without a check.
 */
function serviceErrorResponse({ code, fields, message }: ServiceError): Response {
  const body = code === 'invalid_fields' ? fields : { error_code: code, user_facing_error: message }
  return Response.json(body, { status: STATUS[code] })
}

/** The error as RFC 6749, section 5.2, words it. */
function oauthErrorResponse({ code, message }: OAuthError): Response {
  const body = { error: code, error_description: message }
  if (code !== 'invalid_client') return Response.json(body, { status: 400 })
  return Response.json(body, { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="PropelAuth emulator"' } })
}

/** The error with its fields twice, once for programs and once for people. */
function stepUpErrorResponse({ code, message, fields, status }: StepUpError): Response {
  const each = (part: keyof StepUpFields[string]): Record<string, string> =>
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field[part]]))
  const details = { field_errors: each('code'), user_facing_errors: each('text') }
  const body = { error_code: code, user_facing_error: message }
  return Response.json(code === 'invalid_request_fields' ? { ...body, ...details } : body, { status })
}

/**
 * 507 for a full disk and every other failure of the store. Nothing of the change was stored. The terminal gets the path,
 * callers only where no other machine can connect.
 */
function storeErrorResponse({ exposed }: Project, { message, publicMessage }: DataDirectoryError): Response {
  console.error(message)
  const body = { error_code: 'storage_failed', user_facing_error: exposed ? publicMessage : message }
  return Response.json(body, { status: 507 })
}

export function errorResponse(project: Project, error: unknown): Response {
  if (error instanceof ServiceError) return serviceErrorResponse(error)
  if (error instanceof OAuthError) return oauthErrorResponse(error)
  if (error instanceof StepUpError) return stepUpErrorResponse(error)
  if (error instanceof DataDirectoryError) return storeErrorResponse(project, error)
  if (error instanceof HTTPException) return error.getResponse()
  // A defect of the emulator: the terminal gets the whole error, the caller only the fact.
  console.error(error)
  const body = { error_code: 'unexpected_error', user_facing_error: 'The emulator failed; see its terminal' }
  return Response.json(body, { status: 500 })
}

/** Names the operation or route that is not emulated. Exposed to allowed apps of other origins. */
export const UNSUPPORTED_HEADER = 'X-PropelAuth-Emulator-Unsupported'

/** 501 for everything that is not emulated: a missing feature must not look like a missing resource. */
export async function unsupportedResponse(c: Context, what: string): Promise<Response> {
  const message = `The PropelAuth emulator does not implement ${what}`
  c.header(UNSUPPORTED_HEADER, encodeURIComponent(what))
  c.header('Vary', 'Accept', { append: true })
  if (!wantsPage(c)) return c.json({ error_code: 'not_emulated', user_facing_error: message }, 501)
  return page(
    c,
    { title: 'Not emulated', status: 501 },
    html`<div class="card">
<h1>Not emulated</h1>
<p>${message}. The real service may have it.</p>
<p>What there is: <a href="/login">log in</a>, <a href="/signup">sign up</a>, <a href="/account">account</a>,
<a href="/org">organization</a>,
<a href="/_emulator">dashboard</a>, <a href="/_emulator/mail">mail</a>.</p>
</div>`,
  )
}
