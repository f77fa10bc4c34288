import type { Refusal, UserPrincipal } from '@propelauth-edge/core'
import { after, isRefusal, type MaybePromise } from '@propelauth-edge/core/adapter'
import { readAll, type Visit } from '../cookies/session-cookies.js'
import { report } from '../events/report.js'
import type { App } from '../refresh/app.js'
import { refresh } from '../refresh/refresh.js'
import type { Refreshed } from '../refresh/refresh-session.js'
import type { OrgIds } from '../service/service.js'
import { isOutage, readUnverified, verify } from '../service/verify.js'
import type { Session } from './session.js'
import { toSession } from './to-session.js'

/** A revoked user has no session; one whose refresh answers for another user was put together from cookies of two. */
function isEnding({ accessToken }: Visit, found: UserPrincipal | Refusal): boolean {
  if (isRefusal(found)) return found.code === 'token_revoked'
  const { userId } = found.user
  return (readUnverified(accessToken).user_id ?? userId) !== userId
}

/** The session that a refresh or a login leaves. `before` is whom the old access token still admits. */
export async function conclude(app: App, visit: Visit, tokens: Refreshed, before?: UserPrincipal): Promise<Session> {
  if (tokens === undefined) return toSession(app, visit, 'unavailable', before)
  const found = tokens && (await verify(app, visit, tokens.accessToken))
  if (!found || isEnding(visit, found)) return toSession(app, visit, 'ended')
  if (!isRefusal(found)) return toSession(app, visit, 'active', found, tokens)
  // The keys are away, or the instance expects another issuer than the service has: neither ends a session.
  if (!isOutage(found)) report(app, 'invalid_token', found.code)
  return toSession(app, visit, 'unavailable', undefined, tokens)
}

/** The session after a refresh. With `force`, an answer that is kept does not do. */
export const renew = async (
  app: App,
  visit: Visit,
  refreshToken: string,
  orgIds: OrgIds,
  force = true,
  before?: UserPrincipal,
): Promise<Session> => conclude(app, visit, await refresh(app, visit, refreshToken, orgIds, force), before)

/** The session of a request whose access token is checked. */
function decide(app: App, visit: Visit, found: UserPrincipal | Refusal | undefined, maxAgeSeconds?: number) {
  const { context } = visit
  if (isRefusal(found) && isOutage(found)) return toSession(app, visit, 'unavailable')
  const principal = isRefusal(found) ? undefined : found
  const seconds = app.now() / 1_000
  const isDue = !principal || principal.expiresAt - seconds <= app.refreshBeforeSeconds
  const isOld = isDue || seconds - principal.issuedAt > Number(maxAgeSeconds)
  if (principal && (context.readOnly || !isOld)) return toSession(app, visit, 'active', principal)
  const { refreshToken, orgId, names } = readAll(app, visit)
  // The cookie of the active org stays after a session, for the next login.
  const isOver = names.some((name) => !name.endsWith('org_id'))
  if (!refreshToken) return toSession(app, visit, principal ? 'active' : isOver ? 'ended' : 'anonymous', principal)
  if (context.readOnly) return toSession(app, visit, 'unavailable')
  return renew(app, visit, refreshToken, [orgId], !isDue, principal)
}

/**
 * Cookies → access token → user, with a refresh ahead of expiry. `maxAgeSeconds` also refreshes tokens that were issued
 * longer ago. No promise for a token that was verified before: most requests have one.
 */
export function find(app: App, visit: Visit, maxAgeSeconds?: number): MaybePromise<Session> {
  const found = visit.accessToken ? verify(app, visit, visit.accessToken) : undefined
  return after(found, (known) => decide(app, visit, known, maxAgeSeconds))
}
