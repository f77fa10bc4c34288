import type { Refusal, UserPrincipal } from '@propelauth-edge/core'
import { isRefusal } from '@propelauth-edge/core/adapter'
import type { SessionCookies, Visit } from '../cookies/session-cookies.js'
import type { Settings } from '../options/settings.js'
import type { Refreshed } from '../refresh/refresh-session.js'
import type { Refresher } from '../refresh/refresher.js'
import { isOutage, readUnverified, verify } from '../service/verify.js'
import { createToFound, type FoundSession } from './found-session.js'

/** Cookies → access token → user, with a refresh ahead of expiry. */
export interface SessionFinder {
  /** `maxAgeSeconds` also refreshes tokens that were issued longer ago. */
  find(visit: Visit, maxAgeSeconds?: number): Promise<FoundSession>
  /** The session that a refresh leaves. `before` is whom the old access token still admits. */
  conclude(refreshed: Refreshed, visit: Visit, before?: UserPrincipal): Promise<FoundSession>
}

/** A revoked user has no session; one whose refresh answers for another user was put together from cookies of two. */
function isEnding(found: UserPrincipal | Refusal, { accessToken }: Visit): boolean {
  if (isRefusal(found)) return found.code === 'token_revoked'
  const { user_id: before = found.user.userId } = readUnverified(accessToken)
  return before !== found.user.userId
}

export function createSessionFinder(settings: Settings, cookies: SessionCookies, refresher: Refresher): SessionFinder {
  const { now, refreshBeforeSeconds, report } = settings
  const toFound = createToFound(cookies, refresher)

  async function conclude({ tokens, retryAfterSeconds }: Refreshed, visit: Visit, before?: UserPrincipal) {
    if (retryAfterSeconds) return toFound('unavailable', visit, before, undefined, retryAfterSeconds)
    const found = tokens && (await verify(settings, tokens.accessToken, visit))
    if (!found || isEnding(found, visit)) return toFound('ended', visit)
    if (!isRefusal(found)) return toFound('active', visit, found, tokens)
    // The keys are away, or the instance expects another issuer than the service has: neither ends a session.
    if (!isOutage(found)) report('invalid_token', found.code)
    return toFound('unavailable', visit, undefined, tokens)
  }

  async function find(visit: Visit, maxAgeSeconds?: number): Promise<FoundSession> {
    const { accessToken, refreshToken, orgId, context, names } = visit
    const found = accessToken ? await verify(settings, accessToken, visit) : undefined
    if (isRefusal(found) && isOutage(found)) return toFound('unavailable', visit)
    const principal = isRefusal(found) ? undefined : found
    const { issuedAt = 0, expiresAt = 0 } = principal ?? {}
    const seconds = now() / 1_000
    const isDue = expiresAt - seconds <= refreshBeforeSeconds
    const isOld = maxAgeSeconds && seconds - issuedAt > maxAgeSeconds
    if (principal && (context.readOnly || !refreshToken || !(isDue || isOld)))
      return toFound('active', visit, principal)
    // The cookie of the active org stays after a session, for the next login.
    if (!refreshToken) return toFound(names.some((name) => !name.endsWith('org_id')) ? 'ended' : 'anonymous', visit)
    if (context.readOnly) return toFound('unavailable', visit)
    return conclude(await refresher.refresh(refreshToken, [orgId], context, !isDue), visit, principal)
  }

  return { find, conclude }
}
