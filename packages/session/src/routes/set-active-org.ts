import { readStoredSession, toOrgId } from '../cookies/session-cookies.js'
import type { RequestContext } from '../options/request-context.js'
import type { RefreshOutcome } from '../refresh/refresh-session.js'
import { toJsonResponse } from '../responses/responses.js'
import { concludeRefresh } from '../session/find-session.js'
import { hasUser } from '../session/session.js'
import { answerUserinfo } from './profile.js'
import { type Route, type RouteParts, refuseSession, toRefusal } from './route.js'
import { answerSession } from './session.js'

const longestBody = 1_000

/** The org that a body names; the official handlers have two names for it. */
async function readBody(request: Request): Promise<unknown> {
  const text = await request.text()
  if (text.length > longestBody) return undefined
  try {
    const { orgId, org_id, active_org_id } = Object(JSON.parse(text))
    return orgId ?? org_id ?? active_org_id
  } catch {
    return undefined
  }
}

/** The refresh for the org. Where the service refuses that org, the one from before stays. */
async function activate(
  refreshToken: string,
  orgId: string,
  before: string | undefined,
  { refresher }: RouteParts,
  context: RequestContext,
): Promise<RefreshOutcome> {
  const outcome = await refresher.refresh({ refreshToken, orgId, force: true }, context)
  if (outcome.status !== 'fresh' || outcome.tokens.orgId === orgId || !before || before === orgId) return outcome
  const again = await refresher.refresh({ ...outcome.tokens, orgId: before, force: true }, context)
  return again.status === 'fresh' ? again : outcome
}

/**
 * Changes the org that the access token is for. The official browser client names it in the query and gets the answer of
 * `userinfo`; others send JSON and get that of `session`.
 */
export const setActiveOrg: Route = async (request, context, parts) => {
  const { settings } = parts
  const query = new URL(request.url, settings.appOrigin).searchParams.get('active_org_id')
  const orgId = toOrgId(query ?? (await readBody(request)))
  if (!orgId) return toJsonResponse({ error: 'Expected the id of an org' }, 400)
  const stored = readStoredSession(request.headers.get('cookie'), settings.cookies)
  if (!stored.refreshToken) return toRefusal(settings, 'missing_token')
  const outcome = await activate(stored.refreshToken, orgId, stored.orgId, parts, context)
  const found = await concludeRefresh(outcome, stored, undefined, parts, context)
  const { session } = found
  if (!hasUser(session)) return refuseSession(settings, found)
  // The service refused the org alone: the session goes on.
  if (found.orgId !== orgId) return session.apply(toRefusal(settings, 'missing_token', 'Not a member of the org'))
  return query !== null && settings.userinfo ? answerUserinfo(found, context, parts) : answerSession(found, settings)
}
