import { refuse } from '@propelauth-edge/core'
import { toRefusalResponse } from '@propelauth-edge/core/adapter'
import { toOrgId } from '../cookies/session-cookies.js'
import { longestBody } from '../options/limits.js'
import { toJsonResponse } from '../responses/responses.js'
import { answerUserinfo } from './profile.js'
import { type Route, type RouteParts, refuseSession } from './route.js'
import { answerSession } from './session.js'

/** The org that a body names; the official handlers have two names for it. */
async function readBody({ body }: Request): Promise<unknown> {
  const decoder = new TextDecoder()
  let text = ''
  try {
    for await (const chunk of body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      // Leaving the loop cancels the stream.
      if (text.length > longestBody) return undefined
    }
    const { orgId, org_id, active_org_id } = Object(JSON.parse(text))
    return orgId ?? org_id ?? active_org_id
  } catch {
    return undefined
  }
}

const refused = /* @__PURE__ */ refuse('missing_token')

/**
 * Changes the org that the access token is for. The official browser client names it in the query and gets the answer of
 * `userinfo`; others send JSON and get that of `session`.
 */
export const createSetActiveOrg =
  (parts: RouteParts): Route =>
  async (request, visit, query) => {
    const { authenticator, refresher, finder, userinfo } = parts
    const { refreshToken, orgId: before, context } = visit
    if (!refreshToken) return toRefusalResponse(authenticator, refused)
    const given = query.get('active_org_id')
    const orgId = toOrgId(given ?? (await readBody(request)))
    if (!orgId) return toJsonResponse({ error: 'Expected the id of an org' }, 400)
    // Where the service refuses the org, the one from before stays.
    const refreshed = await refresher.refresh(refreshToken, [orgId, before], context, true)
    const found = await finder.conclude(refreshed, visit)
    const { user } = found.session
    if (!user || found.current.orgId !== orgId) return refuseSession(parts, found, user ? refused : undefined)
    return given && userinfo ? answerUserinfo(parts, found, visit) : answerSession(parts, found)
  }
