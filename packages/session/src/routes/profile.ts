import type { User } from '@propelauth-edge/core'
import type { Visit } from '../cookies/session-cookies.js'
import { toJsonResponse } from '../responses/responses.js'
import type { FoundSession } from '../session/found-session.js'
import { type RouteParts, refuseSession } from './route.js'

/** What the official browser client reads, in a fixed order: it compares each answer with the one before. */
const names = [
  'user_id',
  'email',
  'email_confirmed',
  'has_password',
  'username',
  'first_name',
  'last_name',
  'picture_url',
  'org_id_to_org_info',
  'mfa_enabled',
  'can_create_orgs',
  'update_password_required',
  'created_at',
  'last_active_at',
  'properties',
  'legacy_user_id',
]

type Json = Readonly<Record<string, unknown>>
type Orgs = Readonly<Record<string, Json | undefined>>

const orgsOf = (profile: Json): Orgs => Object(profile.org_id_to_org_info)

function toUserinfo(profile: Json): Json {
  // The client expects a list of additional roles in every org.
  const toOrg = ([orgId, org]: [string, Json | undefined]) => [
    orgId,
    { ...org, additional_roles: org?.additional_roles ?? [] },
  ]
  const orgs = Object.fromEntries(Object.entries(orgsOf(profile)).map(toOrg))
  // JSON leaves out what the profile has not.
  return Object.fromEntries(names.map((name) => [name, name === 'org_id_to_org_info' ? orgs : profile[name]]))
}

/** Whether the token shows other memberships than the profile, which is the newer one. */
function isStale(user: User, profile: Json): boolean {
  const orgs = orgsOf(profile)
  const isMissing = !user.activeOrgId && Object.keys(orgs).some((orgId) => !user.getOrg(orgId))
  const hasChanged = user.getOrgs().some(({ orgId, userAssignedRole }) => {
    const { user_role: role = userAssignedRole } = orgs[orgId] ?? { user_role: null }
    return role !== userAssignedRole
  })
  return isMissing || hasChanged
}

/** The answer that the official browser client needs. 401 signs it out; anything but that and 200 changes nothing. */
export async function answerUserinfo(
  parts: RouteParts,
  found: FoundSession,
  visit: Visit,
  mayRefresh = true,
): Promise<Response> {
  const { service, refresher, finder } = parts
  const { session, current } = found
  const { user, accessToken } = session
  if (!user || !accessToken) return refuseSession(parts, found)
  const answer = await service.fetchProfile(accessToken).catch(() => undefined)
  const profile = Object(answer).user_id === user.userId ? (answer as Json) : undefined
  const isOutdated = answer === 'refused' || (profile && isStale(user, profile))
  if (isOutdated && mayRefresh && current.refreshToken) {
    const refreshed = await refresher.refresh(current.refreshToken, [current.orgId], visit.context, true)
    // An outage leaves the session as it is, with the cookies that it has to set.
    if (!refreshed.retryAfterSeconds)
      return answerUserinfo(parts, await finder.conclude(refreshed, visit), visit, false)
  }
  if (!profile) return refuseSession(parts, found)
  const { impersonatorUserId, activeOrgId } = user
  return session.apply(toJsonResponse({ userinfo: toUserinfo(profile), accessToken, impersonatorUserId, activeOrgId }))
}
