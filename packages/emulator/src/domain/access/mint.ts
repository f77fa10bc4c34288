import type { JsonObject } from '../../values/json.js'
import { findAnyEmployee } from '../project/employees.js'
import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import { recordEvent } from '../webhooks/record-event.js'
import { accessTokenClaims, signClaims } from './access-tokens.js'
import type { LoginMethod } from './login-method.js'
import { findAnyOrg, findAnyUser } from './named.js'

/** Options of a token for tests, including tokens that the service does not issue. */
export interface MintOptions {
  /** User id, email address or seed key. */
  readonly user: string
  /** Id or seed key of the active organization. */
  readonly org?: string | undefined
  /** Seconds until the token expires, negative for an expired token. Default: the project's token lifetime. */
  readonly expiresIn?: number | undefined
  /** Written also if the project does not include the login method. */
  readonly loginMethod?: LoginMethod | undefined
  /** Id, email address or seed key of the employee who impersonates the user. */
  readonly impersonator?: string | undefined
  /** Claims that override the real ones. null removes a claim. */
  readonly claims?: JsonObject | undefined
}

export interface MintedToken {
  readonly accessToken: string
  readonly claims: Readonly<Record<string, unknown>>
}

/**
 * @throws {ServiceError} `user_not_found`, `org_not_found`, `not_found` for an unknown employee, `invalid_fields` if the
 * user is not in the organization
 */
export async function mintToken(project: Project, options: MintOptions): Promise<MintedToken> {
  const user = findAnyUser(project, options.user)
  const activeOrgId = options.org === undefined ? undefined : findAnyOrg(project, options.org).org_id
  const impersonation = impersonationClaims(project, options.impersonator)
  const loginMethod = options.loginMethod ?? { login_method: impersonation ? 'impersonation' : 'password' }
  const issued = accessTokenClaims(project, user, { loginMethod, activeOrgId })
  if (impersonation) recordEvent(project, 'user.impersonated', { user_id: user.user_id, ...impersonation })
  const chosen = options.loginMethod === undefined ? {} : { login_method: loginMethod }
  const claims = patched(
    { ...issued, ...impersonation, ...chosen, ...times(project, options.expiresIn) },
    options.claims ?? {},
  )
  return { accessToken: await signClaims(project, claims), claims }
}

function impersonationClaims(project: Project, name: string | undefined) {
  return name === undefined ? undefined : { impersonator_user_id: findAnyEmployee(project, name).employee_id }
}

// An expired token was issued one lifetime before its expiry, so that iat is before exp.
function times(project: Project, expiresIn: number | undefined) {
  const now = project.clock.seconds()
  const lifetime = readSettings(project).access_token_minutes * 60
  const exp = now + (expiresIn ?? lifetime)
  return { iat: exp > now ? now : exp - lifetime, exp }
}

function patched(claims: Readonly<Record<string, unknown>>, patch: JsonObject): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...claims, ...patch }).filter(([, value]) => value !== null))
}
