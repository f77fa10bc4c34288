import { errors, jwtVerify, SignJWT } from 'jose'
import { isObject } from '../../values/json.js'
import { entriesByOrg, memberEntries, type OrgMemberEntry } from '../orgs/memberships.js'
import type { Project } from '../project/project.js'
import { invalidFields, type ServiceError } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import type { User } from '../users/user-lookup.js'
import type { LoginMethod } from './login-method.js'
import { type UserClaims, userClaims } from './user-claims.js'

export interface AccessTokenOptions {
  readonly loginMethod: LoginMethod
  /** The token then contains only this organization. */
  readonly activeOrgId?: string | undefined
  readonly lifetimeSeconds?: number | undefined
  /** The user's memberships, if the caller has them already. */
  readonly entries?: readonly OrgMemberEntry[] | undefined
}

export interface AccessToken {
  readonly token: string
  readonly claims: AccessTokenClaims
}

/** The payload of an access token. */
export interface AccessTokenClaims extends UserClaims {
  readonly sub: string
  readonly iss: string
  readonly iat: number
  readonly exp: number
  /** Only if the project includes it. */
  readonly login_method?: LoginMethod
  readonly org_id_to_org_member_info?: Readonly<Record<string, OrgMemberEntry>>
  readonly org_member_info?: OrgMemberEntry
}

/** @throws {ServiceError} `invalid_fields` if the user is not a member of the active organization */
export async function issueAccessToken(
  project: Project,
  user: User,
  options: AccessTokenOptions,
): Promise<AccessToken> {
  const claims = accessTokenClaims(project, user, options)
  return { token: await signClaims(project, { ...claims }), claims }
}

export interface TokenOwner {
  readonly userId: string
  readonly activeOrgId: string | undefined
}

/** The owner of a valid access token of this project, otherwise undefined. */
export async function verifyAccessToken(project: Project, token: string): Promise<TokenOwner | undefined> {
  const currentDate = new Date(project.clock.milliseconds())
  const rules = { issuer: project.issuer, algorithms: ['RS256'], currentDate }
  try {
    const { payload } = await jwtVerify(token, project.signingKey.publicKey, rules)
    const { user_id: userId, org_member_info: org } = payload
    const activeOrgId = isObject(org) && typeof org.org_id === 'string' ? org.org_id : undefined
    return typeof userId === 'string' ? { userId, activeOrgId } : undefined
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}

/** Signs any claims with the project's key (RS256). */
export function signClaims(project: Project, claims: Record<string, unknown>): Promise<string> {
  const { kid, privateKey } = project.signingKey
  return new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid }).sign(privateKey)
}

export function accessTokenClaims(project: Project, user: User, options: AccessTokenOptions): AccessTokenClaims {
  const iat = project.clock.seconds()
  const settings = readSettings(project)
  const { access_token_minutes, include_login_method } = settings
  const lifetime = options.lifetimeSeconds ?? access_token_minutes * 60
  return {
    sub: user.user_id,
    iss: project.issuer,
    iat,
    exp: iat + lifetime,
    ...userClaims(settings, user),
    ...orgClaims(options.entries ?? memberEntries(project, user.user_id), options.activeOrgId),
    ...(include_login_method ? { login_method: options.loginMethod } : {}),
  }
}

/** A token for an active organization has that one entry instead of the map. */
function orgClaims(entries: readonly OrgMemberEntry[], activeOrgId: string | undefined) {
  if (activeOrgId !== undefined) return { org_member_info: activeEntry(entries, activeOrgId) }
  return { org_id_to_org_member_info: entriesByOrg(entries) }
}

function activeEntry(entries: readonly OrgMemberEntry[], orgId: string): OrgMemberEntry {
  const entry = entries.find((candidate) => candidate.org_id === orgId)
  if (!entry) throw notInOrg(entries)
  return entry
}

function notInOrg(entries: readonly OrgMemberEntry[]): ServiceError {
  const names = entries.map(({ org_name }) => org_name).join(', ') || 'none'
  const message = `The user is not a member of this organization. Organizations of the user: ${names}.`
  return invalidFields({ active_org_id: [message] })
}
