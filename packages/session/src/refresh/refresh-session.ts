import type { Tokens } from '../cookies/session-cookies.js'
import { report } from '../events/report.js'
import { type Answer, probeApiKey, refreshTokens } from '../service/service.js'
import type { App, KnownSession } from './app.js'

/** What a refresh came to: tokens, or the end of the session, or neither while the service is away. */
export interface Refreshed {
  readonly tokens?: Tokens | undefined
  /** The service is away: after how many seconds it is called again. */
  readonly retryAfterSeconds?: number
}

/** The orgs to refresh for, in order. A refusal can mean the org: after the last one, the refresh is for none. */
export type OrgIds = readonly (string | undefined)[]

async function refreshFor(app: App, refreshToken: string, [orgId, ...others]: OrgIds): Promise<Answer> {
  const answer = await refreshTokens(app, refreshToken, orgId)
  return answer.refusal && orgId ? refreshFor(app, refreshToken, others) : answer
}

/**
 * Refreshes a session at the service, unless that is away. An outage is an outcome. So is an answer that is about this
 * session alone, such as 403 or 413: the sessions of all others are refreshed as before.
 */
export async function refreshSession(
  app: App,
  { backoff }: KnownSession,
  refreshToken: string,
  orgIds: OrgIds,
): Promise<Refreshed> {
  // The service may fail at other characters, such as a NUL. A failure stops the refreshes of all users for a time.
  if (!/^[ -~]+$/.test(refreshToken)) return {}
  const remaining = () => Math.max(app.backoff.remaining(), backoff.remaining())
  const toOutage = () => ({ retryAfterSeconds: remaining() || 1 })
  if (remaining()) return toOutage()
  const end = app.backoff.begin()
  const { tokens, refusal = 0, retryAfterSeconds = 0, cause } = await refreshFor(app, refreshToken, orgIds)
  const isOther = refusal > 401
  // The service refuses an ended session and a wrong API key with the same status.
  const status = refusal && !isOther ? await probeApiKey(app) : 0
  if (tokens || status === 200) {
    end()
    report(app, 'refresh', tokens ? 'fresh' : 'ended')
    return { tokens }
  }
  if (isOther) end()
  const endFailed = isOther ? backoff.begin() : end
  endFailed(retryAfterSeconds)
  if (status === 401) report(app, 'invalid_api_key', 'refresh')
  else report(app, 'refresh', 'unavailable', cause)
  return toOutage()
}
