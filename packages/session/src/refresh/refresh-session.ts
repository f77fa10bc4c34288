import type { Tokens } from '../cookies/session-cookies.js'
import { report } from '../events/report.js'
import { type Answer, probeApiKey, refreshTokens } from '../service/service.js'
import type { App } from './app.js'

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

const toOutage = (app: App): Refreshed => ({ retryAfterSeconds: app.backoff.remaining() || 1 })

/** Refreshes a session at the service, unless that is away. An outage is an outcome. */
export async function refreshSession(app: App, refreshToken: string, orgIds: OrgIds): Promise<Refreshed> {
  // The service may fail at other characters, such as a NUL. A failure stops the refreshes of all users for a time.
  if (!/^[ -~]+$/.test(refreshToken)) return {}
  if (app.backoff.remaining()) return toOutage(app)
  const end = app.backoff.begin()
  const { tokens, refusal, retryAfterSeconds = 0, cause } = await refreshFor(app, refreshToken, orgIds)
  // The service refuses an ended session and a wrong API key with the same status.
  const status = refusal ? await probeApiKey(app) : 0
  if (tokens || status === 200) {
    end()
    report(app, 'refresh', tokens ? 'fresh' : 'ended')
    return { tokens }
  }
  end(retryAfterSeconds)
  if (status === 401) report(app, 'invalid_api_key', 'refresh')
  else report(app, 'refresh', 'unavailable', cause)
  return toOutage(app)
}
