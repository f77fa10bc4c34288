import {
  clearSession,
  readStoredSession,
  replaceSession,
  type StoredSession,
  storeSession,
  type Tokens,
} from '../cookies/session-cookies.js'
import type { RequestContext } from '../options/request-context.js'
import type { Settings } from '../options/settings.js'
import type { RefreshOutcome } from '../refresh/refresh-session.js'
import type { Refresher } from '../refresh/refresher.js'
import { withCookies } from '../responses/headers.js'
import { type NotVerified, readUnverified, type Verified, verify } from '../service/verify.js'
import type { Session } from './session.js'

/** A session with what the routes need beyond it. Never given away as a whole: it has the refresh token. */
export interface FoundSession {
  readonly session: Session
  readonly stored: StoredSession
  readonly refreshToken: string | undefined
  readonly orgId: string | undefined
  readonly retryAfterSeconds: number
}

interface Found {
  readonly status: Session['status']
  readonly verified?: Verified | undefined
  readonly accessToken?: string | undefined
  /** What the cookies shall hold, if they are to change. */
  readonly tokens?: Tokens | undefined
  readonly retryAfterSeconds?: number
}

export interface SessionParts {
  readonly settings: Settings
  readonly refresher: Refresher
}

function toSession(found: Found, stored: StoredSession, { settings, refresher }: SessionParts): FoundSession {
  const { status, verified, accessToken = null, tokens, retryAfterSeconds = 1 } = found
  const { cookies, report } = settings
  const changes = tokens !== undefined || status === 'ended'
  const session: Session = {
    status,
    user: verified?.user ?? null,
    accessToken: verified ? accessToken : null,
    expiresAt: verified?.expiresAt ?? null,
    // Read when the answer is sent: a slow one must not bring back tokens that another request has replaced or ended.
    get setCookies() {
      const newest = tokens && refresher.newest(tokens)
      if (newest) return storeSession(newest, stored, cookies, report)
      return changes ? clearSession(stored, cookies) : []
    },
    apply: (response) => withCookies(response, session.setCookies),
    forwardCookies: (header) =>
      changes ? replaceSession(header, stored, tokens && refresher.newest(tokens), cookies) : (header ?? ''),
  }
  return {
    session,
    stored,
    refreshToken: tokens?.refreshToken ?? stored.refreshToken,
    orgId: tokens ? tokens.orgId : stored.orgId,
    retryAfterSeconds,
  }
}

/** A session whose refresh answers for another user was put together from cookies of two. */
function isOfAnother({ user }: Verified, stored: StoredSession): boolean {
  const { user_id: before } = readUnverified(stored.accessToken ?? '')
  return typeof before === 'string' && before !== user.userId
}

/** What fresh tokens make of a session. */
async function judge(
  tokens: Tokens,
  stored: StoredSession,
  settings: Settings,
  context: RequestContext,
): Promise<Found> {
  const { accessToken } = tokens
  const verified = await verify(settings, accessToken, context)
  if (verified.ok)
    return isOfAnother(verified, stored) ? { status: 'ended' } : { status: 'active', verified, accessToken, tokens }
  if (verified.code === 'token_revoked') return { status: 'ended' }
  // The keys are away, or the instance expects another issuer than the service has: neither ends a session.
  if (!verified.isUnavailable) settings.report({ type: 'invalid_token', code: verified.code })
  return { status: 'unavailable', tokens }
}

/** The session that the outcome of a refresh leaves to a request. */
export async function concludeRefresh(
  outcome: RefreshOutcome,
  stored: StoredSession,
  before: Verified | NotVerified | undefined,
  parts: SessionParts,
  context: RequestContext,
): Promise<FoundSession> {
  const { accessToken } = stored
  if (outcome.status === 'fresh')
    return toSession(await judge(outcome.tokens, stored, parts.settings, context), stored, parts)
  if (outcome.status === 'ended') return toSession({ status: 'ended' }, stored, parts)
  const { retryAfterSeconds } = outcome
  const verified = before?.ok ? before : undefined
  return toSession({ status: 'unavailable', verified, accessToken, retryAfterSeconds }, stored, parts)
}

/** The cookie of the active org stays after a session, for the next login. */
const hasTokens = ({ names }: StoredSession) => names.some((name) => !name.endsWith('org_id'))

/**
 * Cookies → access token → user, with a refresh ahead of expiry. `maxAgeSeconds` also refreshes tokens that were issued
 * longer ago.
 */
export async function findSession(
  parts: SessionParts,
  request: { readonly headers: { get(name: string): string | null } },
  context: RequestContext,
  maxAgeSeconds = Number.POSITIVE_INFINITY,
): Promise<FoundSession> {
  const { settings, refresher } = parts
  const { now, refreshBeforeSeconds, cookies } = settings
  const stored = readStoredSession(request.headers.get('cookie'), cookies)
  const { accessToken, refreshToken, orgId } = stored
  const verified = accessToken ? await verify(settings, accessToken, context) : undefined
  if (verified && !verified.ok && verified.isUnavailable) return toSession({ status: 'unavailable' }, stored, parts)
  const seconds = now() / 1_000
  const isDue = !verified?.ok || verified.expiresAt - seconds <= refreshBeforeSeconds
  const isOld = verified?.ok && seconds - verified.issuedAt > maxAgeSeconds
  if (verified?.ok && (context.readOnly || !(refreshToken && (isDue || isOld))))
    return toSession({ status: 'active', verified, accessToken }, stored, parts)
  if (!refreshToken) return toSession({ status: hasTokens(stored) ? 'ended' : 'anonymous' }, stored, parts)
  if (context.readOnly) return toSession({ status: 'unavailable' }, stored, parts)
  const outcome = await refresher.refresh({ refreshToken, orgId, force: !isDue }, context)
  return concludeRefresh(outcome, stored, verified, parts, context)
}
