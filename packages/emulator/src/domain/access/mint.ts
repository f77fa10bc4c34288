import type { JsonObject } from '../../values/json.js'
import type { Org } from '../orgs/orgs.js'
import type { Project } from '../project/project.js'
import { invalidFields, ServiceError } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import { lookupKey, type User } from '../users/user-lookup.js'
import { accessTokenClaims, signClaims } from './access-tokens.js'
import type { LoginMethod } from './login-method.js'

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
  /** Claims that override the real ones. null removes a claim. */
  readonly claims?: JsonObject | undefined
}

export interface MintedToken {
  readonly accessToken: string
  readonly claims: Readonly<Record<string, unknown>>
}

/** @throws {ServiceError} `user_not_found`, `org_not_found`, `invalid_fields` if the user is not in the organization */
export async function mintToken(project: Project, options: MintOptions): Promise<MintedToken> {
  const user = findAnyUser(project, options.user)
  const activeOrgId = options.org === undefined ? undefined : findAnyOrg(project, options.org).org_id
  const loginMethod = options.loginMethod ?? { login_method: 'password' }
  const issued = accessTokenClaims(project, user, { loginMethod, activeOrgId })
  const chosen = options.loginMethod === undefined ? {} : { login_method: loginMethod }
  const claims = patched({ ...issued, ...chosen, ...times(project, options.expiresIn) }, options.claims ?? {})
  return { accessToken: await signClaims(project, claims), claims }
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

/** @throws {ServiceError} `user_not_found`, with the names of existing users */
function findAnyUser(project: Project, name: string): User {
  requireName('user', name)
  const sql = 'SELECT * FROM users WHERE user_id = :name OR email_key = :email OR seed_key = :name'
  const user = project.db.get<User>(sql, { name, email: lookupKey(name) })
  if (user) return user
  const names = listNames(project, 'SELECT coalesce(seed_key, email) AS name FROM users ORDER BY seq')
  throw new ServiceError(
    'user_not_found',
    `No user has the id, email address or key ${JSON.stringify(name)}. Users: ${names}`,
  )
}

/** @throws {ServiceError} `org_not_found`, with the names of existing organizations */
function findAnyOrg(project: Project, name: string): Org {
  requireName('org', name)
  const org = project.db.get<Org>('SELECT * FROM orgs WHERE org_id = :name OR seed_key = :name', { name })
  if (org) return org
  const names = listNames(project, 'SELECT coalesce(seed_key, org_id) AS name FROM orgs ORDER BY seq')
  throw new ServiceError(
    'org_not_found',
    `No organization has the id or key ${JSON.stringify(name)}. Organizations: ${names}`,
  )
}

function requireName(option: 'user' | 'org', name: unknown): void {
  if (typeof name === 'string' && name !== '') return
  throw invalidFields({ [option]: [`mintToken needs ${option} as a non-empty string, not ${JSON.stringify(name)}.`] })
}

const LISTED = 20

function listNames(project: Project, sql: string): string {
  const names = project.db.all<{ name: string }>(sql).map((row) => row.name)
  if (names.length === 0) return 'none'
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : ''
  return `${names.slice(0, LISTED).join(', ')}${more}`
}
