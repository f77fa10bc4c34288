import type { User } from '@propelauth-edge/core'
import { readAll, type Visit } from '../cookies/session-cookies.js'
import type { App } from '../refresh/app.js'
import { toJsonResponse } from '../responses/responses.js'
import { fetchProfile } from '../service/service.js'
import { renew } from '../session/find-session.js'
import type { Session } from '../session/session.js'
import { refuseSession } from './route.js'

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

const orgsOf = (profile: Json): Readonly<Record<string, Json | undefined>> => Object(profile.org_id_to_org_info)

function toUserinfo(profile: Json): Json {
  const orgs = Object.entries(orgsOf(profile)).map(([orgId, org]) => [
    orgId,
    // The client expects a list of additional roles in every org.
    { additional_roles: [], ...org },
  ])
  // JSON leaves out what the profile has not.
  return {
    ...Object.fromEntries(names.map((name) => [name, profile[name]])),
    org_id_to_org_info: Object.fromEntries(orgs),
  }
}

/** Whether the token shows other memberships than the profile, which is the newer one. */
function isStale(user: User, profile: Json): boolean {
  const orgs = orgsOf(profile)
  const shown = user.getOrgs()
  const hasChanged = shown.some(({ orgId, userAssignedRole }) => {
    const { user_role: role = userAssignedRole } = orgs[orgId] ?? { user_role: null }
    return role !== userAssignedRole
  })
  return hasChanged || (!user.activeOrgId && shown.length < Object.keys(orgs).length)
}

/** The answer that the official browser client needs. 401 signs it out; anything but that and 200 changes nothing. */
export async function answerUserinfo(app: App, visit: Visit, session: Session, mayRefresh = true): Promise<Response> {
  const { user, accessToken } = session
  if (!user || !accessToken) return refuseSession(app, session)
  const answer = await fetchProfile(app, accessToken).catch(() => undefined)
  const profile = Object(answer).user_id === user.userId ? (answer as Json) : undefined
  const isOutdated = profile ? isStale(user, profile) : answer === 'refused'
  if (isOutdated && mayRefresh) {
    const { tokens: before } = visit
    const { refreshToken, orgId } = before ?? readAll(app, visit)
    const renewed = refreshToken && (await renew(app, visit, refreshToken, [orgId]))
    // An outage leaves the session as it is, with the cookies that it has to set.
    if (renewed && (visit.tokens !== before || renewed.status === 'ended'))
      return answerUserinfo(app, visit, renewed, false)
  }
  if (!profile) return refuseSession(app, session)
  const { impersonatorUserId, activeOrgId } = user
  return session.apply(toJsonResponse({ userinfo: toUserinfo(profile), accessToken, impersonatorUserId, activeOrgId }))
}
