import type { User } from '@propelauth-edge/core'
import type { RequestContext } from '../options/request-context.js'
import { toJsonResponse } from '../responses/responses.js'
import { concludeRefresh, type FoundSession } from '../session/find-session.js'
import { hasUser } from '../session/session.js'
import { type RouteParts, refuseSession, toRefusal } from './route.js'

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
const toObject = (value: unknown) => Object(value) as Json

/** The client expects a list of additional roles in every org. */
const toOrg = (org: unknown) => {
  const { additional_roles: roles } = toObject(org)
  return { ...toObject(org), additional_roles: Array.isArray(roles) ? roles : [] }
}

function toUserinfo(profile: Json): Json {
  const orgs = Object.entries(toObject(profile.org_id_to_org_info)).map(([orgId, org]) => [orgId, toOrg(org)])
  const known = { ...profile, org_id_to_org_info: Object.fromEntries(orgs) }
  return Object.fromEntries(names.filter((name) => name in known).map((name) => [name, (known as Json)[name]]))
}

/** Whether the token shows other memberships than the profile, which is the newer one. */
function isStale(user: User, profile: Json): boolean {
  const orgs = toObject(profile.org_id_to_org_info)
  const isMissing = !user.activeOrgId && Object.keys(orgs).some((orgId) => !user.getOrg(orgId))
  const hasChanged = user.getOrgs().some(({ orgId, userAssignedRole }) => {
    const { user_role: role = userAssignedRole } = toObject(
      Object.hasOwn(orgs, orgId) ? orgs[orgId] : { user_role: null },
    )
    return role !== userAssignedRole
  })
  return isMissing || hasChanged
}

interface Fetched {
  readonly found: FoundSession
  /** `undefined` if the service is away. */
  readonly profile?: Json | undefined
}

/** The profile of the session's user, and the session: refreshed if its token is refused or stale. */
async function fetchProfile(
  found: FoundSession,
  context: RequestContext,
  parts: RouteParts,
  mayRefresh = true,
): Promise<Fetched> {
  const { refresher, service } = parts
  const { refreshToken, orgId, stored } = found
  const { accessToken, user } = found.session
  if (!user || !accessToken) return { found }
  const answer = await service.fetchProfile(accessToken).catch(() => undefined)
  const profile = toObject(answer).user_id === user.userId ? toObject(answer) : undefined
  const isOutdated = answer === 'refused' || (profile && isStale(user, profile))
  if (!isOutdated || !mayRefresh || !refreshToken) return { found, profile }
  const outcome = await refresher.refresh({ refreshToken, orgId, force: true }, context)
  const refreshed = await concludeRefresh(outcome, stored, undefined, parts, context)
  if (refreshed.session.user) return fetchProfile(refreshed, context, parts, false)
  // An outage leaves the session as it is, with the cookies that it has to set.
  const isUnchanged = refreshed.session.status === 'unavailable' && refreshed.session.setCookies.length === 0
  return isUnchanged ? { found, profile } : { found: refreshed }
}

/** The answer that the official browser client needs. 401 signs it out; anything but that and 200 changes nothing. */
export async function answerUserinfo(
  given: FoundSession,
  context: RequestContext,
  parts: RouteParts,
): Promise<Response> {
  const { settings } = parts
  const { found, profile } = await fetchProfile(given, context, parts)
  const { session } = found
  if (!hasUser(session)) return refuseSession(settings, found)
  if (!profile) return session.apply(toRefusal(settings, 'session_unavailable', 'The profile could not be fetched'))
  const { accessToken, user } = session
  const { impersonatorUserId, activeOrgId } = user
  return session.apply(toJsonResponse({ userinfo: toUserinfo(profile), accessToken, impersonatorUserId, activeOrgId }))
}
