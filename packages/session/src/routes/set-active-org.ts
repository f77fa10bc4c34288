import { noCredential, readText, toRefusalResponse } from '@propelauth-edge/core/adapter'
import { readAll, toOrgId } from '../cookies/session-cookies.js'
import { longestBody } from '../options/limits.js'
import { toJsonResponse } from '../responses/responses.js'
import { renew } from '../session/find-session.js'
import { answerUserinfo } from './profile.js'
import { type Route, refuseSession } from './route.js'
import { answerSession } from './session.js'

/** The org that a body names; the official handlers have two names for it. */
async function readBody(request: Request): Promise<unknown> {
  try {
    const { orgId, org_id, active_org_id } = Object(JSON.parse((await readText(request, {}, longestBody)) ?? ''))
    return orgId ?? org_id ?? active_org_id
  } catch {
    return undefined
  }
}

/**
 * Changes the org that the access token is for. The official browser client names it in the query and gets the answer of
 * `userinfo`; others send JSON and get that of `session`.
 */
export const setActiveOrg: Route = async (app, visit, request, query) => {
  const { refreshToken, orgId: before } = readAll(app, visit)
  if (!refreshToken) return toRefusalResponse(app, noCredential)
  const given = query.get('active_org_id')
  const orgId = toOrgId(given ?? (await readBody(request)))
  if (!orgId) return toJsonResponse({ error: 'expected an org id' }, 400)
  // Where the service refuses the org, the one from before stays.
  const session = await renew(app, visit, refreshToken, [orgId, before])
  if (!session.user) return refuseSession(app, session)
  if (visit.tokens?.orgId !== orgId) return refuseSession(app, session, noCredential)
  return given && app.userinfo ? answerUserinfo(app, visit, session) : answerSession(app, session)
}
