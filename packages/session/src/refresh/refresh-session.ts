import type { Tokens } from '../cookies/session-cookies.js'
import type { Settings } from '../options/settings.js'
import { type Answer, isSuccess, type Service } from '../service/service.js'
import { createBackoff } from './backoff.js'

/** What a refresh came to: tokens, or the end of the session, or neither while the service is away. */
export interface Refreshed {
  readonly tokens?: Tokens | undefined
  /** The service is away: after how many seconds it is called again. */
  readonly retryAfterSeconds?: number
}

/** The orgs to refresh for, in order. A refusal can mean the org: after the last one, the refresh is for none. */
export type OrgIds = readonly (string | undefined)[]

export type RefreshSession = (refreshToken: string, orgIds: OrgIds) => Promise<Refreshed>

/** Refreshes sessions at the service, unless that is away. An outage is an outcome. */
export function createRefreshSession({ now, report }: Settings, service: Service): RefreshSession {
  const backoff = createBackoff(now)

  async function refreshFor(refreshToken: string, [orgId, ...others]: OrgIds): Promise<Answer> {
    const answer = await service.refresh(refreshToken, orgId)
    return answer.refusal && orgId ? refreshFor(refreshToken, others) : answer
  }

  async function tryNow(refreshToken: string, orgIds: OrgIds): Promise<Refreshed | undefined> {
    const end = backoff.begin()
    const { tokens, refusal, retryAfterSeconds, cause } = await refreshFor(refreshToken, orgIds)
    // The service refuses an ended session and a wrong API key with the same status.
    const status = refusal ? await service.probe() : 0
    if (tokens || isSuccess(status)) {
      end()
      report('refresh', tokens ? 'fresh' : 'ended')
      return { tokens }
    }
    end(retryAfterSeconds ?? 0)
    if (status === 401) report('invalid_api_key', 'refresh')
    else report('refresh', 'unavailable', cause)
    return undefined
  }

  return async (refreshToken, orgIds) => {
    // The service may fail at other characters, such as a NUL. A failure stops the refreshes of all users for a time.
    if (!/^[ -~]+$/.test(refreshToken)) return {}
    return (
      (backoff.remaining() <= 0 && (await tryNow(refreshToken, orgIds))) || {
        retryAfterSeconds: Math.max(1, Math.ceil(backoff.remaining() / 1_000)),
      }
    )
  }
}
