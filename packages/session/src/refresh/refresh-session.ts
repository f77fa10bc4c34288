import type { Tokens } from '../cookies/session-cookies.js'
import { report } from '../events/report.js'
import { isRefused, type OrgIds, probeApiKey, refreshTokens } from '../service/service.js'
import type { App, KnownSession } from './app.js'

/** What a refresh came to: tokens, or `null` for the end of the session, or `undefined` while the service is away. */
export type Refreshed = Tokens | null | undefined

/**
 * Refreshes a session at the service, unless that is away. An outage is an outcome. So is an answer about this session
 * alone, such as 403 or 413: the sessions of all others are refreshed as before.
 */
export async function refreshSession(
  app: App,
  { backoff }: KnownSession,
  refreshToken: string,
  orgIds: OrgIds,
): Promise<Refreshed> {
  if (app.backoff.pause() || backoff.pause()) return undefined
  const end = app.backoff.begin()
  const answer = await refreshTokens(app, refreshToken, orgIds)
  const { tokens, status, retryAfterSeconds = 0, cause } = answer
  // The service refuses an ended session and a wrong API key with the same status.
  const isEnd = status === 400 || status === 401
  const keyStatus = isEnd ? await probeApiKey(app) : 0
  if (tokens || keyStatus === 200) {
    end()
    report(app, 'refresh', tokens ? 'fresh' : 'ended')
    return tokens ?? null
  }
  if (isEnd || !isRefused(answer)) end(retryAfterSeconds)
  else {
    end()
    backoff.begin()(retryAfterSeconds)
  }
  if (keyStatus === 401) report(app, 'invalid_api_key', 'refresh')
  else report(app, 'refresh', 'unavailable', cause)
  return undefined
}
